// `npm run doctor`: is a deployment what it is declared to be, and who has power over it?
import { runProgram } from "../lib/cli.ts";
import { doctorProgram } from "./command.ts";

await runProgram(doctorProgram());
