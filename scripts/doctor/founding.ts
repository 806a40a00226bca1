// Was the beginning what the genesis file says? Who vouched for people when power was handed over, who was seated without
// a vote, who could be drawn to review at once, and whose voice came of founding work.
import { contributionRegistryAbi, contributionTokenAbi, memberRegistryAbi, reviewPanelAbi } from "@commonmind/sdk";
import { type Address, getAddress, zeroAddress } from "viem";
import { type Genesis, kinds, scoreMax } from "../../deploy/genesis.ts";
import type { Examination } from "./examination.ts";
import type { ManagerState } from "./manager.ts";

export async function checkFounding(examination: Examination, { handOver }: ManagerState): Promise<void> {
  const { genesis } = examination;
  if (genesis === undefined || handOver === undefined) return;
  await checkIssuers(examination, genesis, handOver);
  await checkSeats(examination, genesis);
  await checkReviewers(examination, genesis);
  await checkVoices(examination, genesis);
}

async function checkIssuers(examination: Examination, genesis: Genesis, handOver: bigint): Promise<void> {
  const logs = await examination.logs("memberRegistry", memberRegistryAbi, ["IssuerSet"]);
  const actual = new Map<Address, string>();
  for (const { args } of logs.filter(({ blockNumber }) => blockNumber <= handOver)) {
    actual.set(getAddress(args.issuer), `${args.active ? "" : "stopped, "}cap ${args.cap}, growth ${args.growthLimit}`);
  }
  const declared = genesis.issuers.map(
    ({ account, cap, growthLimit }) => [account, `cap ${cap}, growth ${growthLimit}`] as const,
  );
  compare(examination, "memberRegistry", "issuer", new Map(declared), actual);
}

async function checkSeats(examination: Examination, genesis: Genesis): Promise<void> {
  const contract = "memberRegistry";
  const logs = await examination.logs(contract, memberRegistryAbi, ["SeatOpened", "GenesisEnded"]);
  const end = logs.findIndex(({ eventName }) => eventName === "GenesisEnded");
  const actual = new Map<Address, string>();
  for (const log of end === -1 ? logs : logs.slice(0, end)) {
    if (log.eventName !== "SeatOpened") continue;
    actual.set(getAddress(log.args.wallet), `person ${log.args.nullifier} of ${log.args.issuer}`);
  }
  const declared = genesis.founders.map(
    ({ account, nullifier, issuer }) => [account, `person ${nullifier} of ${issuer}`] as const,
  );
  compare(examination, contract, "founding member", new Map(declared), actual);
}

async function checkReviewers(examination: Examination, genesis: Genesis): Promise<void> {
  const contract = "reviewPanel";
  const logs = await examination.logs(contract, reviewPanelAbi, ["ReviewerEnrolled", "GenesisEnded"]);
  const end = logs.findIndex(({ eventName }) => eventName === "GenesisEnded");
  const found = new Map<bigint, string[]>();
  for (const log of end === -1 ? logs : logs.slice(0, end)) {
    if (log.eventName !== "ReviewerEnrolled") continue;
    found.set(log.args.seat, [...(found.get(log.args.seat) ?? []), kinds[log.args.kind] ?? `kind ${log.args.kind}`]);
  }
  const opened = await examination.logs("memberRegistry", memberRegistryAbi, ["SeatOpened"]);
  const seats = new Map(opened.map(({ args }) => [getAddress(args.wallet), args.seat]));
  const inWords = (list: readonly string[]) => [...list].sort().join(", ") || "none";
  // A founding seat that the file doesn't name is a finding by itself.
  const declared = genesis.founders.map(({ account, reviews }) => [account, inWords(reviews)] as const);
  const actual = declared.map(([account]) => [account, inWords(found.get(seats.get(account) ?? 0n) ?? [])] as const);
  compare(examination, contract, "founding reviewer", new Map(declared), new Map(actual));
}

async function checkVoices(examination: Examination, genesis: Genesis): Promise<void> {
  const [ended] = await examination.logs("contributionRegistry", contributionRegistryAbi, ["GenesisEnded"]);
  if (!ended) return;
  const minted = new Map<Address, bigint>();
  const logs = await examination.logs("contributionToken", contributionTokenAbi, ["Transfer"]);
  for (const { args, blockNumber, logIndex } of logs) {
    const later = blockNumber > ended.blockNumber || (blockNumber === ended.blockNumber && logIndex > ended.logIndex);
    if (later || args.from !== zeroAddress) continue;
    const to = getAddress(args.to);
    minted.set(to, (minted.get(to) ?? 0n) + args.value);
  }
  const earned = new Map<Address, bigint>();
  for (const { kind, leaves } of genesis.works) {
    for (const { author, items, unitsPerItem } of leaves) {
      const units = BigInt(items.length) * unitsPerItem * scoreMax;
      earned.set(author, (earned.get(author) ?? 0n) + units * (genesis.kinds[kind]?.tokenRate ?? 0n));
    }
  }
  const inWords = (voices: ReadonlyMap<Address, bigint>) =>
    new Map(
      [...voices].filter(([, amount]) => amount > 0n).map(([account, amount]) => [account, `${amount}`] as const),
    );
  compare(examination, "contributionToken", "founding voice", inWords(earned), inWords(minted));
}

function compare(
  examination: Examination,
  contract: "memberRegistry" | "reviewPanel" | "contributionToken",
  what: string,
  declared: ReadonlyMap<Address, string>,
  actual: ReadonlyMap<Address, string>,
): void {
  for (const account of new Set([...declared.keys(), ...actual.keys()])) {
    const [expected, found] = [declared.get(account) ?? "none", actual.get(account) ?? "none"];
    if (expected === found) continue;
    examination.report("founding", `${account} as ${what}: ${found} on chain, ${expected} in the genesis file.`, {
      contract,
      account,
      expected,
      actual: found,
    });
  }
}
