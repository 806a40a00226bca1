// `npm run content`: files and manifests by the hash of their bytes. See docs/content.md.
import { runProgram } from "../lib/cli.ts";
import { contentProgram } from "./command.ts";

await runProgram(contentProgram());
