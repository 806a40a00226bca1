// `npm run keeper`: takes the steps of reviews that anyone may take, again and again, until Ctrl-C.
import { runProgram } from "../lib/cli.ts";
import { keeperProgram } from "./command.ts";

await runProgram(keeperProgram());
