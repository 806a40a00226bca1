// The dApp's server and the indexer as children of ours: started beside the chain, stopped with all they started.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { ChainError } from "./chain.ts";
import { root } from "./paths.ts";

/** How long a server may take to end before it is made to. */
const PATIENCE = 12_000;

export type Service = {
  /** Where it answers, once it does. */
  readonly url: Promise<string>;
  stop(): Promise<void>;
};

export type ServiceParameters = {
  port: number;
  /** Path of deployments/<chainId>.json; it may be written later. */
  deployment: string;
  rpcUrl: string;
};

export type DappParameters = ServiceParameters & {
  /** Where the indexer answers. */
  recordUrl?: string;
  /** A project id of WalletConnect. */
  walletConnectId?: string;
};

export function startDapp({ port, recordUrl, walletConnectId, ...of }: DappParameters): Service {
  return startService("The dApp", [join(root, "frontend", "server.mjs")], of, {
    COMMONMIND_DAPP_CHILD: "1",
    COMMONMIND_DAPP_PORT: `${port}`,
    COMMONMIND_RECORD_URL: recordUrl ?? "",
    ...(walletConnectId === undefined ? {} : { COMMONMIND_WALLETCONNECT_ID: walletConnectId }),
  });
}

export type IndexerParameters = ServiceParameters & {
  /** Where the dApp answers, whose pages may add content. */
  uploadsFrom?: string;
  /** Folder of the record; `.indexer` if not said. */
  dataFolder?: string;
  /** Folder of the content; `.content` if not said. */
  contentFolder?: string;
};

export function startIndexer({ port, uploadsFrom, dataFolder, contentFolder, ...of }: IndexerParameters): Service {
  return startService("The indexer", [join(root, "indexer", "server", "main.ts")], of, {
    COMMONMIND_INDEXER_CHILD: "1",
    COMMONMIND_INDEXER_PORT: `${port}`,
    ...(uploadsFrom === undefined ? {} : { COMMONMIND_CONTENT_UPLOADS: uploadsFrom }),
    ...(dataFolder === undefined ? {} : { COMMONMIND_INDEXER_DATA: dataFolder }),
    ...(contentFolder === undefined ? {} : { COMMONMIND_CONTENT: contentFolder }),
  });
}

function startService(
  name: string,
  command: readonly string[],
  { deployment, rpcUrl }: Omit<ServiceParameters, "port">,
  env: Readonly<Record<string, string>>,
): Service {
  const child = spawn(process.execPath, command, {
    cwd: root,
    // Our end of its input closes when we end, however that happens: then it ends too.
    stdio: ["pipe", "pipe", "pipe"],
    // A process group of its own, so that nothing it starts outlives it, and Ctrl-C reaches it through us alone.
    detached: true,
    env: { ...process.env, COMMONMIND_DEPLOYMENT: deployment, COMMONMIND_RPC_URL: rpcUrl, ...env },
  });
  const url = new Promise<string>((resolve, reject) => {
    let output = "";
    const hear = (data: Buffer) => {
      output = (output + data.toString()).slice(-10_000);
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (address) resolve(address[0]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", () => reject(new ChainError(`${name} ended before it answered.\n${output}`)));
  });
  // Whoever waits for the address hears of a failure; nobody waiting must not end the program.
  url.catch(() => {});
  return { url, stop: () => stopGroup(child) };
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  process.kill(-child.pid, "SIGTERM");
  const patience = setTimeout(() => process.kill(-(child.pid as number), "SIGKILL"), PATIENCE);
  await ended;
  clearTimeout(patience);
}
