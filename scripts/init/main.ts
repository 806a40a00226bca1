// `npm run init -- my-coop`: a genesis file and settings for a new co-op.
import { runProgram } from "../lib/cli.ts";
import { initProgram } from "./command.ts";

await runProgram(initProgram());
