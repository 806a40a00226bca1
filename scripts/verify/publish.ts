// One contract given to one explorer, and what became of it. Safe to repeat: what is there already is left alone.
import type { Address } from "viem";
import { type Creation, NotSent } from "./creation.ts";
import { type Explorer, type ExplorerName, reasonOf, type Submission } from "./explorers.ts";
import type { Parcel } from "./parcels.ts";

export type Outcome = "verified" | "already" | "failed";

export type Publication = {
  readonly explorer: ExplorerName;
  readonly outcome: Outcome;
  /** Where it can be read. */
  readonly link: string;
  /** Why it failed, or what the explorer said of the match. */
  readonly reason?: string;
  /** It failed because the explorer can't be reached: nothing else would succeed there now. */
  readonly unreached?: boolean;
};

/** Milliseconds that an explorer may take for one contract. */
const PATIENCE = 300_000;
/** Milliseconds before the next attempt after an answer that may be another one a moment later. */
const PAUSES = [1_000, 4_000, 10_000];
/** Nobody there, or no way there. */
const unreachable =
  /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT)\b|connect timeout|other side closed/i;
/** Too many requests, or an explorer that hasn't seen the newest blocks, or is being restarted. */
const passing =
  /rate limit|too many requests|status code.{0,20}\b(429|5\d\d)\b|unable to locate contractcode|not deployed|not have bytecode|no bytecode|try again/i;

export async function publish({ name, client }: Explorer, parcel: Parcel): Promise<Publication> {
  const { contract, creation } = parcel;
  const link = client.getContractUrl(contract.address);
  const failed = (reason: string): Publication => ({ explorer: name, outcome: "failed", link, reason });
  if (creation instanceof NotSent) return failed(creation.message);
  for (let attempt = 0; ; attempt++) {
    try {
      if (await client.isVerified(contract.address)) return { explorer: name, outcome: "already", link };
      const { success, message } = await submit(client, submissionOf(name, parcel, creation));
      return success ? { explorer: name, outcome: "verified", link, reason: message } : failed(oneLine(message));
    } catch (error) {
      const reason = reasonOf(error);
      if (/already (been )?verified/i.test(reason)) return { explorer: name, outcome: "already", link };
      const pause = PAUSES[attempt];
      const [code] = unreachable.exec(reason) ?? [];
      if (code !== undefined && attempt > 0) return unreached({ name, client }, contract.address, code);
      if (code === undefined && (pause === undefined || !passing.test(reason))) return failed(reason);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** What became of a contract that is to be published where nobody is reached; `code` is the system's word for why. */
export function unreached({ name, client }: Explorer, address: Address, code: string): Publication {
  const reason = `${client.apiUrl} can't be reached from here (${code})`;
  return { explorer: name, outcome: "failed", link: client.getContractUrl(address), reason, unreached: true };
}

export function submissionOf(explorer: ExplorerName, { contract, sources }: Parcel, creation: Creation): Submission {
  const { input, identifier, compiler } = sources;
  // Sourcify reads libraries' addresses from the code; the others want them said.
  const said = explorer !== "sourcify" && Object.keys(contract.libraries).length > 0;
  return {
    contractAddress: contract.address,
    compilerInput: said ? { ...input, settings: { ...input.settings, libraries: contract.libraries } } : input,
    contractName: identifier,
    compilerVersion: compiler,
    constructorArguments: creation.args.slice(2),
    ...(creation.transaction === undefined ? {} : { creationTxHash: creation.transaction }),
  };
}

async function submit(client: Explorer["client"], submission: Submission) {
  const { contractAddress, contractName } = submission;
  const id = await client.verify(submission);
  const until = Date.now() + PATIENCE;
  // The client calls this method of its own for as long as the answer is "pending"; so this is where it can be ended.
  const ask = client.pollVerificationStatus;
  client.pollVerificationStatus = async (...asked) => {
    if (Date.now() < until) return ask.apply(client, asked);
    throw new Error(`it took the sources, and hadn't judged them ${PATIENCE / 60_000} minutes later. Run this again.`);
  };
  try {
    return await client.pollVerificationStatus(id, contractAddress, contractName);
  } finally {
    client.pollVerificationStatus = ask;
  }
}

const oneLine = (text: string): string =>
  text
    .replace(/[^\P{C}\s]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
