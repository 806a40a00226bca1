// A chain of another client, as a testnet would be: reached over HTTP, and knowing no accounts of ours.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../scripts/lib/freePort.ts";
import { journals } from "./chains.ts";

export const SEPOLIA = 11155111;
/** Rich on every such chain, and known to everybody. */
export const richKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

export const richAccount = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

const program = join(import.meta.dirname, "../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");

/** Only some platforms have this package; where it isn't installed tests are skipped (test/skips.json). */
export const anvilInstalled = existsSync(program);

export type Anvil = {
  readonly url: string;
  request<T = unknown>(method: string, params?: unknown[]): Promise<T>;
  /** Ends it, and removes what deployments on it kept. */
  close(): Promise<void>;
};

/** @param began Time of its first block, unix seconds; by itself some time ago, and another each time. */
export async function startAnvil(
  chainId = SEPOLIA,
  // A first block like no other, since journals are named after it.
  began = Math.floor(Date.now() / 1000) - Math.floor(Math.random() * 10_000_000),
): Promise<Anvil> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const args = ["--host", "127.0.0.1", "--port", `${port}`, "--chain-id", `${chainId}`, "--timestamp", `${began}`];
  const node = spawn(program, [...args, "--silent"], { stdio: "ignore" });
  const request = async <T>(method: string, params: unknown[] = []): Promise<T> => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return ((await response.json()) as { result: T }).result;
  };
  let kept: string | undefined;
  const close = async () => {
    await stop(node);
    if (kept === undefined || !existsSync(journals)) return;
    for (const each of readdirSync(journals).filter((name) => name.startsWith(kept as string)))
      rmSync(join(journals, each), { recursive: true, force: true });
  };
  try {
    for (let attempt = 0; ; attempt++) {
      const first = await request<{ hash: string }>("eth_getBlockByNumber", ["0x0", false]).catch(() => undefined);
      if (first) {
        kept = `chain-${chainId}-${first.hash.slice(2, 10)}-`;
        return { url, request, close };
      }
      if (attempt === 200) throw new Error(`Nothing answers at ${url}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } catch (error) {
    await close();
    throw error;
  }
}

async function stop(node: ChildProcess): Promise<void> {
  if (node.pid === undefined || node.exitCode !== null || node.signalCode !== null) return;
  const ended = once(node, "exit");
  node.kill("SIGKILL");
  await ended;
}
