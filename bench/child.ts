// A measurement in a process of its own, so that neither its time nor its memory is anybody else's.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../scripts/lib/paths.ts";
import { CommonmindError } from "../sdk/src/errors.ts";

/**
 * What a script of bench/ prints as JSON.
 * @param script From bench/. Error `MeasurementFailed` where it ends with anything but 0.
 */
export async function measureApart<T>(script: string, args: readonly string[], signal: AbortSignal): Promise<T> {
  const path = join(root, "bench", script);
  const child = spawn(process.execPath, ["--expose-gc", "--import", "tsx", path, ...args], {
    ...{ cwd: root, stdio: ["ignore", "pipe", "inherit"], signal },
  });
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return JSON.parse(said) as T;
  throw new CommonmindError({
    code: "MeasurementFailed",
    what: `${script} ended with ${code}.`,
    why: said === "" ? "What it said stands above." : said,
    fix: "Run it by itself, and see what it says.",
  });
}
