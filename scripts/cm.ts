// `npm run cm` and `npx commonmind`: all that members, contributors, reviewers and holders do, from a terminal. See
// docs/operate.md.
import { run } from "./cm/program.ts";

await run(process.argv.slice(2), { invocation: process.env.COMMONMIND_INVOCATION ?? "npm run cm --" });
