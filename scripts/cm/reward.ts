// `cm reward`: what an account earned by its work and its seat, and collecting all of it in one transaction.
import { amountText, contributorRewardsAbi, universalDividendAbi } from "@commonmind/sdk";
import type { Command } from "commander";
import { parseEventLogs } from "viem";
import { type Result, runCommand } from "../lib/cli.ts";
import {
  type ActingOptions,
  acting,
  addressOption,
  type CoopOptions,
  group,
  type Invocation,
  many,
  reading,
} from "../lib/commands.ts";
import { type Sender, type Sent, senderOf } from "../lib/sending.ts";
import { type Coop, type OpenCoop, within } from "../proposal/coop.ts";
import { callsFor, type Earnings, earningsOf, sumsOf } from "./earnings.ts";
import { assetOption, sumJson, sums } from "./options.ts";
import { type Plan, perform } from "./perform.ts";

async function show(open: OpenCoop, text: string | undefined, options: CoopOptions): Promise<Result> {
  const named = text === undefined ? undefined : addressOption("The account", text);
  const about = async (coop: Coop): Promise<Result> => {
    const account = named ?? (await senderOf(coop.connection, undefined)).account.address;
    const earnings = await earningsOf(coop, account);
    return { json: earningsJson(earnings), text: earningsText(earnings) };
  };
  return within(open, options.network, about, { readOnly: named !== undefined });
}

function earningsJson(earnings: Earnings) {
  const { account, seat, positions, units } = earnings;
  return {
    account,
    seat: seat === undefined ? null : `${seat.id}`,
    assets: sumsOf(earnings).map(({ unit, work, dividend, frozen, all }) => ({
      ...sumJson(unit, all),
      work: `${work}`,
      dividend: `${dividend}`,
      frozen: `${frozen}`,
    })),
    positions: positions.map(({ id, contribution, index, holder, waiting }) => ({
      id: `${id}`,
      contribution: `${contribution}`,
      index: `${index}`,
      holder,
      waiting: Object.fromEntries(units.map(({ address }, i) => [address, `${waiting[i]}`])),
    })),
  };
}

function earningsText(earnings: Earnings): string {
  const { account, seat, positions } = earnings;
  const rows = sumsOf(earnings).map(
    ({ unit, work, dividend, frozen, all }) =>
      `  ${amountText(all, unit)}: ${amountText(work, unit)} for work, ${amountText(dividend, unit)} for the seat` +
      (frozen > 0n ? `; ${amountText(frozen, unit)} is kept until the seat is renewed` : ""),
  );
  const parts = `${positions.length} ${positions.length === 1 ? "part" : "parts"} of work`;
  return [`${account}, ${parts}, ${seat ? `seat ${seat.id}` : "no seat"}. To collect:`, ...rows].join("\n");
}

type ClaimOptions = ActingOptions & { for?: string; asset: string[] };

async function claim(options: ClaimOptions, coop: Coop, { account: { address } }: Sender): Promise<Plan> {
  const account = options.for === undefined ? address : addressOption("--for", options.for);
  const chosen = options.asset.map((it) => assetOption(it, coop));
  const earnings = await (chosen.length > 0 ? earningsOf(coop, account, chosen) : earningsOf(coop, account));
  const waiting = sumsOf(earnings)
    .filter(({ all }) => all > 0n)
    .map(({ unit, all }) => ({ unit, amount: all }));
  const calls = callsFor(coop.deployment, earnings);
  return {
    steps: calls.map((call, i) => ({
      call,
      deed: `collect ${sums(waiting)} for ${account}${calls.length > 1 ? `, part ${i + 1} of ${calls.length}` : ""}`,
    })),
    json: { account, waiting: waiting.map(({ unit, amount }) => sumJson(unit, amount)) },
    nothing: `Nothing waits for ${account}.`,
    after(sent) {
      const paid = paidIn(sent, earnings);
      return {
        json: { collected: paid.map(({ unit, amount }) => sumJson(unit, amount)) },
        text: `Collected ${sums(paid)} for ${account}.`,
      };
    },
  };
}

/** What the transactions really paid. */
function paidIn(sent: readonly Sent[], { units }: Earnings) {
  const logs = sent.flatMap(({ receipt }) => receipt.logs);
  const abi = [...contributorRewardsAbi, ...universalDividendAbi] as const;
  const paid = parseEventLogs({ abi, eventName: ["Claimed", "DividendClaimed"], logs });
  return units.flatMap((unit) => {
    const amount = paid
      .filter(({ args }) => args.asset.toLowerCase() === unit.address.toLowerCase())
      .reduce((sum, { args }) => sum + args.amount, 0n);
    return amount > 0n ? [{ unit, amount }] : [];
  });
}

export function rewardProgram(invocation: Invocation, open: OpenCoop): Command {
  const program = group("reward", "See and collect what work and a seat earned.");
  reading(program, invocation, {
    name: "show",
    does: "what waits for an account, for its work and for its seat",
    example: "show 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    notes: "Parts of work that nobody entered yet aren't in it: contribution claim enters them.",
  })
    .argument("[ACCOUNT]", "whose (default: the account that would act)")
    .action((account: string | undefined, options: CoopOptions) =>
      runCommand(options, () => show(open, account, options)),
    );
  acting(program, invocation, {
    name: "claim",
    does: "collect all that waits for an account, in one transaction",
    example: "claim --from 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    notes:
      "Anyone may: it is always paid to whom it belongs. If one asset can't be paid, name the others with --asset.",
  })
    .option("--for <ADDRESS>", "whose (default: the account that acts)")
    .option("--asset <SYMBOL>", "only this one; again for each (default: all)", many, [])
    .action((options: ClaimOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => claim(options, coop, sender))),
    );
  return program;
}
