// `npm run proposal`: from a draft to what is carried out. See docs/proposals.md.
import { runProgram } from "./lib/cli.ts";
import { proposalProgram } from "./proposal/commands.ts";

await runProgram(proposalProgram("npm run proposal --"));
