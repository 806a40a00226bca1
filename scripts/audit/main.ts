// `npm run audit`: everything that the logs come to, held against the contracts and the indexer.
import { runProgram } from "../lib/cli.ts";
import { auditProgram } from "./command.ts";

await runProgram(auditProgram());
