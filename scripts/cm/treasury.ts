// `cm treasury`: what the co-op holds and how it splits what comes in; and gifts to its reserve.
import { amountText, bpsText } from "@commonmind/sdk";
import type { Command } from "commander";
import { type Result, runCommand } from "../lib/cli.ts";
import { type ActingOptions, acting, type CoopOptions, group, type Invocation, reading } from "../lib/commands.ts";
import type { Sender } from "../lib/sending.ts";
import { type Coop, type OpenCoop, within } from "../proposal/coop.ts";
import { treasuryOf } from "./contracts.ts";
import { paying } from "./money.ts";
import { amountOption, assetsOf, memoOption, sumJson } from "./options.ts";
import { type Plan, perform } from "./perform.ts";

async function show(open: OpenCoop, options: CoopOptions): Promise<Result> {
  const about = async (coop: Coop): Promise<Result> => {
    const treasury = treasuryOf(coop);
    const { client } = coop;
    const [contributors, dividend, reserve] = await client.readContract({ ...treasury, functionName: "split" });
    const epoch = await client.readContract({ ...treasury, functionName: "SPENDING_EPOCH" });
    const { timestamp } = await client.getBlock();
    const now = timestamp / BigInt(epoch);
    const assets = await Promise.all(
      assetsOf(coop).map(async (unit) => {
        const args = [unit.address] as const;
        const [listed, held, kept, ceiling, [spentIn, spent]] = await Promise.all([
          client.readContract({ ...treasury, functionName: "isListed", args }),
          client.readContract({ ...treasury, functionName: "accounted", args }),
          client.readContract({ ...treasury, functionName: "reserveOf", args }),
          client.readContract({ ...treasury, functionName: "ceilingOf", args }),
          client.readContract({ ...treasury, functionName: "spendingOf", args }),
        ]);
        return { unit, listed, held, kept, ceiling, spent: BigInt(spentIn) === now ? spent : 0n };
      }),
    );
    const json = {
      treasury: treasury.address,
      splitBps: { contributors: `${contributors}`, dividend: `${dividend}`, reserve: `${reserve}` },
      assets: assets.map(({ unit, listed, held, kept, ceiling, spent }) => ({
        asset: unit.address,
        symbol: unit.symbol,
        decimals: unit.decimals,
        listed,
        accounted: `${held}`,
        reserve: `${kept}`,
        ceiling: `${ceiling}`,
        spentThisEpoch: `${spent}`,
      })),
    };
    const lines = [
      `What models earn goes ${bpsText(contributors)} to contributors, ${bpsText(dividend)} to members, ${bpsText(reserve)} to the reserve.`,
      ...assets.map(
        ({ unit, listed, kept, ceiling, spent }) =>
          `  Reserve: ${amountText(kept, unit)}${listed ? "" : " (no longer taken as payment)"}; votes may spend ${amountText(ceiling, unit)} in 30 days, ` +
          `${amountText(spent, unit)} of which is spent`,
      ),
    ];
    return { json, text: lines.join("\n") };
  };
  return within(open, options.network, about, { readOnly: true });
}

type GiveOptions = ActingOptions & { memo: string };

async function give(sum: string, options: GiveOptions, coop: Coop, { account }: Sender): Promise<Plan> {
  const { unit, amount } = amountOption(sum, coop);
  const inWords = amountText(amount, unit);
  const steps = await paying(
    coop,
    { payer: account.address, unit, amount },
    {
      functionName: "give",
      args: [unit.address, amount, memoOption(options.memo)],
      deed: `give ${inWords} to the reserve`,
    },
  );
  const after = async () => {
    const args = [unit.address] as const;
    const reserve = await coop.client.readContract({ ...treasuryOf(coop), functionName: "reserveOf", args });
    const text = `Gave ${inWords} to the reserve, which holds ${amountText(reserve, unit)} now.`;
    return { json: { reserve: `${reserve}` }, text };
  };
  return { steps, json: sumJson(unit, amount), after };
}

export function treasuryProgram(invocation: Invocation, open: OpenCoop): Command {
  const program = group("treasury", "See what the co-op holds, give to its reserve.");
  reading(program, invocation, {
    name: "show",
    does: "how revenue is split, the reserve, and what of it votes may spend",
    example: "show",
  }).action((options: CoopOptions) => runCommand(options, () => show(open, options)));
  acting(program, invocation, {
    name: "give",
    does: "give to the reserve, which only votes can spend",
    example: 'give "0.5 ETH" --memo "for the next release"',
  })
    .argument("<AMOUNT>", 'with its unit: "0.5 ETH"')
    .option("--memo <TEXT>", "words that go along, up to 32 bytes", "")
    .action((sum: string, options: GiveOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => give(sum, options, coop, sender))),
    );
  return program;
}
