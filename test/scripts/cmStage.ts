// A local chain with a co-op, and `npm run cm` run inside this process against it: what it prints, and how it ends.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { network } from "hardhat";
import type { JsonRpcServer, NetworkConnection } from "hardhat/types/network";
import { type Address, type PublicClient, toHex } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { run } from "../../scripts/cm/program.ts";
import { openIssuer } from "../../scripts/issuer/issuing.ts";
import { issuedToJson } from "../../scripts/issuer/json.ts";
import { Keeper } from "../../scripts/keeper/Keeper.ts";
import { type Chain, clientOf, openChain } from "../../scripts/lib/chain.ts";
import { type Captured, captured } from "../../scripts/lib/cli.ts";
import { coopOf } from "../../scripts/proposal/coop.ts";
import { connectTo } from "../support/chains.ts";
import { localGenesis } from "../support/commons.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
export const account = (addressIndex: number): Address => mnemonicToAccount(MNEMONIC, { addressIndex }).address;
export const keyOf = (addressIndex: number) => mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey().privateKey;

// biome-ignore lint/suspicious/noExplicitAny: what a command printed; each test knows its command.
type Json = any;

export type Stage = {
  readonly chain: Chain;
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly keeper: Keeper;
  readonly folder: string;
  readonly port: number;
  /** As typed after `npm run cm --`. */
  cm(...args: string[]): Promise<Captured>;
  /** With --json, which must be one object of schema 1 and nothing else; throws unless it ends with 0. */
  done(...args: string[]): Promise<Json>;
  request<T = unknown>(method: string, params?: unknown[]): Promise<T>;
  pass(seconds: number | bigint): Promise<void>;
  /** Writes a file into the test's folder and returns its path. */
  file(name: string, text: string): string;
  /** An issuer's credential, in a file. */
  credential(person: string, holder: Address, days?: number): Promise<string>;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const server: JsonRpcServer = await network.createServer("default", "127.0.0.1", 0);
  const { port } = await server.listen();
  const connect = () => connectTo(`http://127.0.0.1:${port}`, 31337);
  const connection: NetworkConnection = await connect();
  const deployment = await deployCommons(connection, loadGenesis(localGenesis));
  const chain = await openChain(connection);
  const client = clientOf(connection.provider, { pollingInterval: 50 });
  const folder = mkdtempSync(join(tmpdir(), "commonmind-cm-"));
  writeFileSync(join(folder, "31337.json"), JSON.stringify(deployment));
  const request = <T>(method: string, params: unknown[] = []) =>
    connection.provider.request({ method, params }) as Promise<T>;
  const cm = (...args: string[]) =>
    captured(() => run(args, { open: async () => coopOf(await connect(), deployment) }));
  return {
    chain,
    client,
    deployment,
    keeper: new Keeper(chain, deployment),
    folder,
    port,
    cm,
    request,
    async done(...args) {
      const { code, stdout, stderr } = await cm(...args, "--json");
      if (code !== 0) throw new Error(`cm ${args.join(" ")} ended with ${code}: ${stderr}${stdout}`);
      return parsed(stdout);
    },
    async pass(seconds) {
      await request("evm_increaseTime", [toHex(seconds)]);
      await request("evm_mine");
    },
    file(name, text) {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
    async credential(person, holder, days) {
      const issuer = await openIssuer({ client, deployment, env: {} });
      const path = join(folder, `${person}-${holder.slice(2, 8)}-${days ?? ""}.json`);
      writeFileSync(path, JSON.stringify(issuedToJson(await issuer.issue({ account: holder, person, days }))));
      return path;
    },
    async close() {
      await connection.close();
      // A copy of this chain may hold its connection for a while longer, and the server waits for it.
      await Promise.race([server.close(), new Promise((resolve) => setTimeout(resolve, 5_000))]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One JSON object of schema 1, and not a letter more. */
export function parsed(stdout: string): Json {
  const [line = "", ...rest] = stdout.split("\n");
  const object = JSON.parse(line);
  if (object.schema !== 1 || rest.join("") !== "") throw new Error(`This is more than one object: ${stdout}`);
  return object;
}
