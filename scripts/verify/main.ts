// `npm run verify`: publishes the sources of a co-op's contracts, so that a stranger can read them on an explorer.
import { runProgram } from "../lib/cli.ts";
import { verifyProgram } from "./command.ts";

await runProgram(verifyProgram());
