// Whether a port of this machine is free; and one that is, for a server whose program can't be told to take any.
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below those that systems hand out by themselves (32768 and up on Linux, 49152 elsewhere): between the look and the start,
 * no connection of some other program takes it. */
const [FIRST, LAST] = [10_000, 30_000];
const TRIES = 100;

/** A port of this machine on which nothing listens. */
export async function freePort(): Promise<number> {
  for (let i = 0; i < TRIES; i++) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port found between ${FIRST} and ${LAST}.`);
}

export function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
