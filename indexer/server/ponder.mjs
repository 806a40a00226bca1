// Ponder, that ends with who started it: its input closes when they end, even killed.
//   node server/ponder.mjs start|serve --schema NAME ...
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

process.stdin.resume().on("end", () => process.kill(-process.pid, "SIGKILL"));
const entry = fileURLToPath(import.meta.resolve("ponder"));
await import(pathToFileURL(join(dirname(entry), "bin", "ponder.js")).href);
