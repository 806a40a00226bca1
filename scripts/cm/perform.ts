// How every command of `cm` acts: each call is tried first; with --dry-run that is all, and it says what would happen and the gas.
import type { Result } from "../lib/cli.ts";
import { type ActingOptions, fromOption } from "../lib/commands.ts";
import { type Call, type Sender, type Sent, send, senderOf, tryOut } from "../lib/sending.ts";
import { type Coop, type OpenCoop, within } from "../proposal/coop.ts";

export type Step = {
  readonly call: Call;
  /** What it does, as after "It would": "settle 1 ETH of Assistant". */
  readonly deed: string;
  /** It only works once the steps before it are carried out, so that it can't be tried before. */
  readonly dependent?: boolean;
};

export type Told = { readonly json: Record<string, unknown>; readonly text: string };

export type Plan = {
  readonly steps: readonly Step[];
  /** What is known before anything is sent; part of the answer in any case. */
  readonly json: Record<string, unknown>;
  /** Said if there is no step. */
  readonly nothing?: string;
  /** What came of it. */
  readonly after?: (sent: readonly Sent[]) => Told | Promise<Told>;
};

/** One for each step, in their order; null where it wasn't sent, or can't be tried yet. */
type TransactionJson = { function: string; hash: string | null; block: string | null; gas: string | null };

/** Opens the co-op, asks what to do as whom, and does it, or only tries it. */
export async function perform(
  open: OpenCoop,
  options: ActingOptions,
  plan: (coop: Coop, sender: Sender) => Promise<Plan>,
): Promise<Result> {
  const from = fromOption(options);
  return within(open, options.network, async (coop) => {
    const sender = await senderOf(coop.connection, from);
    const planned = await plan(coop, sender);
    const told = options.dryRun ? await rehearse(coop, sender, planned) : await carryOut(coop, sender, planned);
    const shared = { ...planned.json, from: sender.account.address, dryRun: options.dryRun ?? false };
    return { json: { ...shared, ...told.json }, text: told.text };
  });
}

async function rehearse({ client }: Coop, sender: Sender, { steps, nothing }: Plan): Promise<Told> {
  const transactions: TransactionJson[] = [];
  const lines: string[] = [];
  for (const { call, deed, dependent = false } of steps) {
    const gas = dependent ? undefined : await tryOut(client, sender, call);
    transactions.push({
      function: call.functionName,
      hash: null,
      block: null,
      gas: gas === undefined ? null : `${gas}`,
    });
    const cost = gas === undefined ? "which can be tried once the step before it is sent" : `for ${gas} gas`;
    lines.push(`It would ${deed}, ${cost}.`);
  }
  const text = steps.length === 0 ? (nothing ?? "There is nothing to do.") : `${lines.join("\n")}\nNothing was sent.`;
  return { json: { transactions }, text };
}

async function carryOut({ client }: Coop, sender: Sender, { steps, nothing, after }: Plan): Promise<Told> {
  const all: Sent[] = [];
  const transactions: TransactionJson[] = [];
  for (const { call } of steps) {
    const sent = await send(client, sender, call);
    all.push(sent);
    transactions.push({ function: call.functionName, hash: sent.hash, block: `${sent.block}`, gas: `${sent.gas}` });
  }
  if (steps.length === 0) return { json: { transactions }, text: nothing ?? "There was nothing to do." };
  const told = await after?.(all);
  const hashes = all.map(({ hash }) => hash).join(", ");
  return {
    json: { transactions, ...told?.json },
    text: `${told?.text ?? "Done."}\n${all.length > 1 ? "Transactions" : "Transaction"} ${hashes}`,
  };
}
