// `npm run manifest`: builds, proves and verifies manifests. See docs/manifest.md.
import { runProgram } from "./lib/cli.ts";
import { manifestProgram } from "./manifest/command.ts";

await runProgram(manifestProgram());
