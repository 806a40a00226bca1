// What one executed transaction changed, in sentences: from balances and storage before and after, and from what the
// contracts announced; nothing of it is taken from the calls themselves. What can't be put into words is said to be there.
import {
  amountText,
  bpsText,
  contractAbis,
  contractAt,
  type Fact,
  plainText,
  type Subjects,
  showValue,
} from "@commonmind/sdk";
import {
  type Address,
  decodeEventLog,
  erc20Abi,
  getAddress,
  type Hex,
  type Log,
  type PublicClient,
  pad,
  parseEventLogs,
  type TransactionReceipt,
} from "viem";
import { type Coop, unitAt } from "./coop.ts";
import { readFacts } from "./facts.ts";
import type { StateDiff } from "./fork.ts";

/** One change. `before` and `after` where it is a value that changed. */
export type Effect = { about: string; sentence: string; before?: string; after?: string };

export type Executed = {
  receipt: TransactionReceipt;
  diff: StateDiff;
  /** Slots of the governor that the carrying out itself touches. */
  ignored: readonly Hex[];
};

// biome-ignore lint/suspicious/noExplicitAny: the arguments are told apart by the event's name.
type Told = { contract: Address; name: string; args: any };

/** Events that only announce what facts and balances show, or how it was carried out. */
const silent = new Set(
  "Spent SplitSet CeilingSet AssetListed AssetDelisted JoinBoundSet TreasurySet UnitsChanged KindRuleSet PeriodsSet MintCapSet TransfersOpened IssuerSet VotingDelaySet VotingPeriodSet ProposalThresholdSet QuorumNumeratorUpdated ChamberRulesSet OrdinarySet GuardianSet MinDelayChange ContributionOverturned CallExecuted Transfer DelegateVotesChanged".split(
    " ",
  ),
);

export async function effectsOf(
  client: PublicClient,
  coop: Coop,
  { receipt, diff, ignored }: Executed,
): Promise<Effect[]> {
  const told = receipt.logs.map((log) => tell(coop, log));
  const known = told.filter((it) => it !== undefined);
  const subjects = subjectsOf(known);
  const [before, after] = await Promise.all(
    [receipt.blockNumber - 1n, receipt.blockNumber].map((block) => readFacts(client, coop, subjects, block)),
  );
  const explained = new Set(known.map(({ contract }) => contract.toLowerCase()));
  const changed: Effect[] = [];
  for (const [key, fact] of after ?? []) {
    const old = before?.get(key);
    if (old?.value === fact.value) continue;
    explained.add(fact.contract.toLowerCase());
    // What wasn't there before is told by what announced it.
    if (old) changed.push(change(old, fact));
  }
  const announced = known.filter(({ name }) => !silent.has(name)).map((it) => announcement(coop, it));
  const money = [...nativeMoves(coop, diff), ...(await tokenMoves(client, coop, receipt))];
  return [...announced, ...changed, ...money, ...unexplained(coop, { receipt, diff, ignored }, explained)];
}

function tell(coop: Coop, { address, data, topics }: Log): Told | undefined {
  const contract = contractAt(coop.deployment, address);
  if (!contract) return undefined;
  try {
    const { eventName, args } = decodeEventLog({ abi: contractAbis[contract], data, topics });
    return { contract: address, name: eventName ?? "", args };
  } catch {
    return undefined;
  }
}

function subjectsOf(told: readonly Told[]): Omit<Subjects, "assets" | "modelName"> {
  const every = <T>(name: string, of: (args: Told["args"]) => T | undefined): T[] =>
    [...new Set(told.filter((it) => name === "" || it.name === name).map(({ args }) => of(args)))].filter(
      (it): it is NonNullable<typeof it> => it !== undefined,
    );
  return {
    models: every("", ({ modelId }) => modelId as bigint | undefined),
    contributions: every("", ({ contribution }) => contribution as bigint | undefined),
    issuers: every("IssuerSet", ({ issuer }) => issuer as Address),
    functions: every("OrdinarySet", ({ target, selector }) => ({ target, selector })),
  };
}

function change({ about, value: before }: Fact, { value: after }: Fact): Effect {
  return { about, before, after, sentence: `${capital(about)}: from ${before} to ${after}.` };
}

function announcement({ deployment, names }: Coop, { contract, name, args }: Told): Effect {
  const model = (id: bigint) => names.modelName(Number(id)) ?? `model ${id}`;
  const about = `${contractAt(deployment, contract)}.${name}`;
  const units = (value: bigint) => `${value.toLocaleString("en")} ${value === 1n ? "unit" : "units"}`;
  switch (name) {
    case "ReleasePublished":
      return {
        about,
        sentence: `Release ${args.release} of ${model(args.modelId)} is published, with the work of all batches up to ${args.lastBatch}: ${units(args.joined)} join and ${units(args.left)} leave. Its licence is ${plainText(args.licence, 60)}.`,
      };
    case "ModelRegistered":
      return {
        about,
        sentence: `Model ${args.modelId} is registered as “${plainText(args.name, 60)}”. It is paid at ${args.till}.`,
      };
    case "UpstreamSet": {
      const parts = (args.upstream as { modelId: number; bps: number }[]).map(
        ({ modelId, bps }) => `${bpsText(bps)} to ${model(BigInt(modelId))}`,
      );
      return { about, sentence: `Of what ${model(args.modelId)} earns, it passes on ${parts.join(", ")}.` };
    }
    case "ContributionExcluded":
      return {
        about,
        sentence: `${capital(units(args.units))} of contribution ${args.contribution} leave with batch ${args.batch}.`,
      };
    default:
      return { about, sentence: `${capital(about)} is announced: ${showValue(args)}.` };
  }
}

function nativeMoves(coop: Coop, { pre, post }: StateDiff): Effect[] {
  const asset = { symbol: "ETH", decimals: 18 };
  return Object.entries(post).flatMap(([account, { balance }]) => {
    if (balance === undefined) return [];
    const before = BigInt(pre[account as Address]?.balance ?? "0x0");
    return move(coop, getAddress(account), before, BigInt(balance), asset);
  });
}

/** What tokens themselves say of everyone whom they announced a transfer of. */
async function tokenMoves(
  client: PublicClient,
  coop: Coop,
  { logs, blockNumber }: TransactionReceipt,
): Promise<Effect[]> {
  const transfers = parseEventLogs({ abi: erc20Abi, eventName: "Transfer", logs });
  const pairs = new Map(
    transfers.flatMap(({ address: token, args: { from, to } }) =>
      [from, to].map((account) => [`${token} ${account}`, { token, account }] as const),
    ),
  );
  const moves = await Promise.all(
    [...pairs.values()].map(async ({ token, account }) => {
      const at = (block: bigint) =>
        client.readContract({
          address: token,
          abi: erc20Abi,
          functionName: "balanceOf",
          args: [account],
          blockNumber: block,
        });
      const [before, after] = await Promise.all([at(blockNumber - 1n), at(blockNumber)]);
      return move(coop, account, before, after, coop.names.asset(token) ?? (await unitAt(client, token)));
    }),
  );
  return moves.flat();
}

function move(
  coop: Coop,
  account: Address,
  before: bigint,
  after: bigint,
  asset: { symbol: string; decimals: number },
): Effect[] {
  if (before === after) return [];
  const name = contractAt(coop.deployment, account);
  const who = name ? `The contract ${name}` : account;
  const verb = after > before ? "receives" : "pays";
  const [text, had, has] = [after > before ? after - before : before - after, before, after].map((it) =>
    amountText(it, asset),
  );
  const about = `${asset.symbol} of ${name ?? account}`;
  return [
    { about, before: `${had}`, after: `${has}`, sentence: `${who} ${verb} ${text}: it had ${had}, and has ${has}.` },
  ];
}

/** Storage that changed, and nothing above says why. */
function unexplained(coop: Coop, { receipt, diff, ignored }: Executed, explained: ReadonlySet<string>): Effect[] {
  const { commonsGovernor } = coop.deployment.contracts;
  const spoke = new Set(receipt.logs.map(({ address }) => address.toLowerCase()));
  const effects: Effect[] = [];
  for (const account of new Set([...Object.keys(diff.pre), ...Object.keys(diff.post)])) {
    const [before = {}, after = {}] = [diff.pre[account as Address]?.storage, diff.post[account as Address]?.storage];
    const own = account.toLowerCase() === commonsGovernor.toLowerCase() ? ignored.map((it) => BigInt(it)) : [];
    const slots = new Set([...Object.keys(before), ...Object.keys(after)].map((it) => BigInt(pad(it as Hex))));
    for (const slot of own) slots.delete(slot);
    const name = contractAt(coop.deployment, account as Address);
    // The timelock writes down that it is done; a token says whose balances it moved.
    if (slots.size === 0 || name === "timelock" || explained.has(account.toLowerCase())) continue;
    const token = name === undefined && spoke.has(account.toLowerCase()) && coop.names.asset(account as Address);
    if (token) continue;
    const who = name ?? getAddress(account);
    effects.push({
      about: `storage of ${who}`,
      sentence: `${slots.size} ${slots.size === 1 ? "word" : "words"} of the storage of ${who} change in a way that can't be put into words.`,
    });
  }
  const created = Object.entries(diff.post).filter(
    ([it, { code }]) => code !== undefined && diff.pre[it as Address]?.code === undefined,
  );
  for (const [it] of created)
    effects.push({ about: "a new contract", sentence: `A contract is created at ${getAddress(it)}.` });
  return effects;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
