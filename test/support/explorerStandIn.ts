// A STAND-IN for Sourcify, Blockscout and Etherscan, for tests: none of them is asked. It speaks the parts of their interfaces that
// are used, after their documentation, and judges as they do: it makes the bytecode out of what was sent and holds it against
// the chain. What such servers do besides (other errors, limits, hours of waiting) isn't here.
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { type Address, getAddress, getContractAddress, type Hex, type PublicClient } from "viem";
import { compileWith, errorsOf, type SolcInput, type SolcOutput } from "../../scripts/lib/solc.ts";
import { type BuiltContract, builtFrom } from "./builds.ts";

export type Api = "sourcify" | "blockscout" | "etherscan";

export type Received = {
  readonly api: Api;
  readonly address: Address;
  /** "project/contracts/treasury/Treasury.sol:Treasury" */
  readonly contract: string;
  readonly compiler: string;
  readonly input: SolcInput;
  /** Without 0x; undefined where the interface doesn't ask for it. */
  readonly args?: string;
  readonly transaction?: Hex;
};

export type Judgement = { readonly ok: true; readonly exact: boolean } | { readonly ok: false; readonly why: string };

export type ExplorerStandIn = {
  /** Base address of all three. */
  readonly url: string;
  /** Everything that was handed in, in order. */
  readonly received: readonly Received[];
  /** Contracts whose sources were made out of what was sent, because they aren't just what the build was given. */
  readonly compiled: readonly string[];
  /** How many requests came, of whatever kind. */
  requests(): number;
  judge(received: Received): Promise<Judgement>;
  /** Answers the next submissions with "too many requests". */
  beBusy(times: number): void;
  /** Refuses a contract, whatever is sent. */
  distrust(address: Address): void;
  close(): Promise<void>;
};

export type StartExplorerStandIn = {
  client: PublicClient;
  chainId: number;
  /** The API key that Etherscan's part takes. */
  key: string;
  /** Contracts that are compiled in any case. */
  compiles?: readonly string[];
  /** The first submission to each of the three waits in a queue for a while. */
  queues?: boolean;
};

const PASS = "Pass - Verified";
const FAIL = "Fail - Unable to verify";

export async function startExplorerStandIn(options: StartExplorerStandIn): Promise<ExplorerStandIn> {
  const { client, chainId, key, compiles = [], queues = false } = options;
  const received: Received[] = [];
  const compiled: string[] = [];
  const distrusted = new Set<Address>();
  const published = new Map<string, Judgement & { ok: true }>();
  const jobs: { received: Received; judgement: Judgement }[] = [];
  const waited = new Set<Api>();
  let busy = 0;
  let requests = 0;
  let creations: Promise<Map<Address, Hex>> | undefined;

  const idOf = ({ api, address }: Pick<Received, "api" | "address">) => `${api} ${address}`;

  async function judge(it: Received): Promise<Judgement> {
    const refuse = (why: string): Judgement => ({ ok: false, why });
    const code = (await client.getCode({ address: it.address })) ?? "0x";
    if (code === "0x") return refuse("no bytecode at this address");
    if (distrusted.has(it.address)) return refuse("the stand-in was told to");
    if (!isOurCompiler(it.compiler)) return refuse(`there is no compiler ${it.compiler} here`);
    const made = make(it);
    if (typeof made === "string") return refuse(made);
    const libraries = it.input.settings.libraries as Record<string, Record<string, string>> | undefined;
    const runtime = heldAgainst(code.slice(2), made, it.api === "sourcify" ? undefined : (libraries ?? {}));
    if (typeof runtime === "string") return refuse(runtime);
    if (it.args !== undefined) {
      creations ??= allCreations(client);
      const wrong = await wrongArguments(it, made, libraries ?? {}, (await creations).get(it.address), code);
      if (wrong !== undefined) return refuse(wrong);
    }
    return { ok: true, exact: runtime.exact };
  }

  /** What the compiler makes of what was sent: read from the build if it is just what the build was given. */
  function make({ input, contract }: Received): BuiltContract | string {
    const [source = "", name = ""] = contract.split(":");
    const built = compiles.includes(name) ? undefined : builtFrom(input, source, name);
    if (built !== undefined) return built;
    if (!compiled.includes(contract)) compiled.push(contract);
    const output = compileOnce(input);
    const [error] = errorsOf(output);
    if (error !== undefined) return `it doesn't compile: ${error}`;
    return (output.contracts?.[source]?.[name] as BuiltContract | undefined) ?? `there is no ${contract} in it`;
  }

  async function wrongArguments(
    { args = "", address }: Received,
    { evm }: BuiltContract,
    libraries: Record<string, Record<string, string>>,
    creation: Hex | undefined,
    code: Hex,
  ): Promise<string | undefined> {
    const begin = linked(evm.bytecode, libraries);
    if (creation !== undefined) {
      const end = creation.length - args.length;
      if (creation.slice(end) !== args || end !== 2 + begin.length)
        return "the creation's input doesn't end in these constructor arguments";
      return bare(creation.slice(2, end)) === bare(begin) ? undefined : "another bytecode created it";
    }
    // Created by another contract: by which one, only an archive with traces could say. One of those that exist it was.
    const [creators, data] = [await contractsThatCreate(), `0x${begin}${args}` as Hex];
    for (const account of creators) {
      const again = await client.call({ account, data }).catch(() => undefined);
      if (again?.data === code) return undefined;
    }
    return `nothing creates ${address} with these constructor arguments`;
  }

  const contractsThatCreate = async (): Promise<Address[]> => {
    creations ??= allCreations(client);
    return [...(await creations).keys()];
  };

  async function handIn(it: Received): Promise<number | string> {
    if (busy > 0) {
      busy--;
      return "Max calls per sec rate limit reached (3/sec)";
    }
    received.push(it);
    const judgement = await judge(it);
    if (judgement.ok) published.set(idOf(it), judgement);
    jobs.push({ received: it, judgement });
    return jobs.length - 1;
  }

  /** Undefined as long as it is in the queue. */
  function outcomeOf(id: string): Judgement | undefined {
    const job = jobs[Number(id)];
    if (job === undefined) return { ok: false, why: "unknown UID" };
    if (queues && !waited.has(job.received.api)) {
      waited.add(job.received.api);
      return undefined;
    }
    return job.judgement;
  }

  /** Etherscan's, which Blockscout speaks too. */
  async function scan(api: "etherscan" | "blockscout", query: URLSearchParams, form: URLSearchParams) {
    const answer = (status: "0" | "1", result: unknown) => ({
      status,
      message: status === "1" ? "OK" : "NOTOK",
      result,
    });
    if (query.get("module") !== "contract") return answer("0", "Error! Missing Or invalid Module name");
    if (api === "etherscan" && query.get("apikey") !== key) return answer("0", "Invalid API Key");
    if (api === "etherscan" && query.get("chainid") !== `${chainId}`)
      return answer("0", "Missing or unsupported chainid");
    const action = query.get("action");
    if (action === "getsourcecode") {
      const there = published.has(idOf({ api, address: getAddress(query.get("address") ?? "") }));
      return answer("1", [
        { SourceCode: there ? "{{...}}" : "", ABI: there ? "[]" : "Contract source code not verified" },
      ]);
    }
    if (action === "verifysourcecode") {
      const address = getAddress(form.get("contractaddress") ?? "");
      if (form.get("codeformat") !== "solidity-standard-json-input") return answer("0", "Unsupported codeformat");
      if (published.has(idOf({ api, address }))) {
        return answer(
          "0",
          api === "etherscan" ? "Contract source code already verified" : "Smart-contract already verified.",
        );
      }
      const id = await handIn({
        api,
        address,
        contract: form.get("contractname") ?? "",
        compiler: form.get("compilerversion") ?? "",
        input: JSON.parse(form.get("sourceCode") ?? ""),
        args: form.get("constructorArguments") ?? "",
      });
      return typeof id === "string" ? answer("0", id) : answer("1", `${id}`);
    }
    if (action === "checkverifystatus") {
      const outcome = outcomeOf(query.get("guid") ?? "");
      if (outcome === undefined) return answer("0", "Pending in queue");
      if (outcome.ok) return answer("1", PASS);
      return api === "etherscan" ? answer("0", `${FAIL}. ${outcome.why}`) : answer("1", FAIL);
    }
    return answer("0", "Error! Missing Or invalid Action name");
  }

  /** Sourcify's, version 2. */
  async function sourcify(method: string, path: readonly string[], body: string): Promise<[number, object]> {
    const refusal = (status: number, customCode: string, message: string): [number, object] => [
      status,
      { customCode, message, errorId: "stand-in" },
    ];
    const [kind, first = "", second = ""] = path;
    const matchOf = (address: Address) => {
      const found = published.get(idOf({ api: "sourcify", address }));
      return { match: found ? (found.exact ? "exact_match" : "match") : null };
    };
    const about = (address: Address) => ({
      ...matchOf(address),
      creationMatch: null,
      runtimeMatch: matchOf(address).match,
      chainId: `${chainId}`,
      address,
    });
    if (kind === "contract") {
      const found = about(getAddress(second));
      return [found.match === null ? 404 : 200, found];
    }
    if (kind === "verify" && method === "POST") {
      if (first !== `${chainId}`) return refusal(400, "unsupported_chain", `The chain ${first} is not supported`);
      const sent = JSON.parse(body) as Record<string, never>;
      const address = getAddress(second);
      if (matchOf(address).match === "exact_match") return refusal(409, "already_verified", "Already verified");
      const id = await handIn({
        api: "sourcify",
        address,
        contract: sent.contractIdentifier ?? "",
        compiler: sent.compilerVersion ?? "",
        input: sent.stdJsonInput ?? ({} as never),
        ...(sent.creationTransactionHash === undefined ? {} : { transaction: sent.creationTransactionHash }),
      });
      if (typeof id === "string") return refusal(429, "too_many_requests", id);
      return [202, { verificationId: `${id}` }];
    }
    if (kind === "verify") {
      const outcome = outcomeOf(first);
      const job = jobs[Number(first)];
      const contract = job ? about(job.received.address) : { match: null };
      const common = { verificationId: first, jobStartTime: "2026-01-01T00:00:00Z", contract };
      if (outcome === undefined) return [200, { ...common, isJobCompleted: false }];
      if (outcome.ok) return [200, { ...common, isJobCompleted: true }];
      return [
        200,
        {
          ...common,
          isJobCompleted: true,
          error: { customCode: "no_match", message: outcome.why, errorId: "stand-in" },
        },
      ];
    }
    return refusal(404, "not_found", "Not found");
  }

  const server = createServer(async (request, response) => {
    requests++;
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://stand-in");
    const reply = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    try {
      const body = await textOf(request);
      if (pathname === "/v2/api") reply(200, await scan("etherscan", searchParams, new URLSearchParams(body)));
      else if (pathname === "/api") reply(200, await scan("blockscout", searchParams, new URLSearchParams(body)));
      else reply(...(await sourcify(request.method ?? "GET", pathname.split("/").slice(2), body)));
    } catch (error) {
      reply(500, { customCode: "internal", errorId: "stand-in", message: String(error), result: String(error) });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    compiled,
    requests: () => requests,
    judge,
    beBusy: (times) => {
      busy = times;
    },
    distrust: (address) => void distrusted.add(getAddress(address)),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const outputs = new Map<string, SolcOutput>();

function compileOnce(input: SolcInput): SolcOutput {
  const outputSelection = { "*": { "*": ["evm.bytecode", "evm.deployedBytecode"] } };
  const key = JSON.stringify(input);
  const output = outputs.get(key) ?? compileWith({ ...input, settings: { ...input.settings, outputSelection } });
  outputs.set(key, output);
  return output;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

/** "v0.8.35+commit.47b9dedd" is what the compiler of the lockfile calls itself. */
function isOurCompiler(version: string): boolean {
  const { version: own } = createRequire(import.meta.url)("solc") as { version(): string };
  return version.startsWith("v0.") && `v${own()}`.startsWith(`${version}.`);
}

/** What every transaction without a receiver created, and with which input. */
async function allCreations(client: PublicClient): Promise<Map<Address, Hex>> {
  const creations = new Map<Address, Hex>();
  const last = await client.getBlockNumber();
  for (let blockNumber = 0n; blockNumber <= last; blockNumber++) {
    const { transactions } = await client.getBlock({ blockNumber, includeTransactions: true });
    for (const { to, from, nonce, input } of transactions) {
      if (to === null) creations.set(getContractAddress({ from, nonce: BigInt(nonce) }), input);
    }
  }
  return creations;
}

type Code = BuiltContract["evm"]["bytecode"];

/** Libraries that nobody named keep their placeholder, with which nothing agrees. */
function linked({ object, linkReferences = {} }: Code, libraries: Record<string, Record<string, string>>): string {
  let code = object;
  for (const [source, names] of Object.entries(linkReferences)) {
    for (const [name, references] of Object.entries(names)) {
      const address = libraries[source]?.[name];
      if (address === undefined) continue;
      for (const { start, length } of references) code = put(code, start, length, address.slice(2).toLowerCase());
    }
  }
  return code;
}

/**
 * Deployed code beside what was made of the sources: equal but for immutables and a library's own address, or why not. Without
 * `libraries` their addresses are taken from the chain.
 */
function heldAgainst(
  actual: string,
  { evm: { deployedBytecode: made } }: BuiltContract,
  libraries: Record<string, Record<string, string>> | undefined,
): { exact: boolean } | string {
  let expected = linked(made, libraries ?? {});
  if (libraries === undefined) {
    for (const { start, length } of Object.values(made.linkReferences ?? {}).flatMap((each) =>
      Object.values(each).flat(),
    ))
      expected = put(expected, start, length, actual.slice(start * 2, (start + length) * 2));
  }
  if (/__\$/.test(expected)) return "a library's address is missing";
  let code = actual;
  for (const { start, length } of Object.values(made.immutableReferences ?? {}).flat()) {
    code = put(code, start, length, "00".repeat(length));
  }
  if (expected.startsWith(`73${"00".repeat(20)}30`)) expected = put(expected, 1, 20, code.slice(2, 42));
  if (code === expected) return { exact: true };
  return bare(code) === bare(expected) ? { exact: false } : "the bytecode made of it isn't the one that stands there";
}

/** Without the note of the compiler at the end, whose length is in the last two bytes. */
const bare = (code: string): string => code.slice(0, -4 - Number.parseInt(code.slice(-4), 16) * 2);

const put = (code: string, start: number, length: number, value: string): string =>
  code.slice(0, start * 2) + value + code.slice((start + length) * 2);
