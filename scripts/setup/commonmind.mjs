#!/usr/bin/env node
// `npx commonmind` in this repository: the same as `npm run cm --`, set-up included.
import { join } from "node:path";

process.env.COMMONMIND_INVOCATION = "npx commonmind";
// Paths mean the folder that they are typed in, as after `npm run`.
process.env.INIT_CWD = process.cwd();
process.env.npm_package_json = join(import.meta.dirname, "..", "..", "package.json");
process.argv.splice(2, 0, "cm");
await import("./run.mjs");
