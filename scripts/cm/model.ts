// `cm model`: the community's models. What they become is for votes: register and release write the proposal that does it.
import { amountText, tillAddress } from "@commonmind/sdk";
import type { Command } from "commander";
import { type Address, erc20Abi, type Log, parseEventLogs } from "viem";
import { type Result, runCommand, say } from "../lib/cli.ts";
import { type ActingOptions, acting, badOption, group, type Invocation, many } from "../lib/commands.ts";
import type { Sender } from "../lib/sending.ts";
import type { Unit } from "../proposal/arguments.ts";
import { type Coop, type OpenCoop, within } from "../proposal/coop.ts";
import { type Draft, draftInWords, draftOf, draftToJson } from "../proposal/draft.ts";
import { submission } from "../proposal/sending.ts";
import { sourceFromTemplate, type TemplateName } from "../proposal/templates.ts";
import { modelsOf, treasuryOf } from "./contracts.ts";
import { paying } from "./money.ts";
import {
  amountOption,
  assetOption,
  assetsOf,
  hashOption,
  isNative,
  memoOption,
  modelOption,
  sumJson,
} from "./options.ts";
import { type Plan, perform, type Step } from "./perform.ts";

type ProposeOptions = ActingOptions & { submit?: boolean; title?: string; text?: string };
type Settings = readonly (readonly [string, string | undefined])[];

/** Writes a proposal from a template, and hands it in if asked to. */
async function propose(
  open: OpenCoop,
  options: ProposeOptions,
  template: TemplateName,
  read: (coop: Coop) => Promise<{ settings: Settings; before?: readonly Step[] }>,
): Promise<Result> {
  const drafted = async (coop: Coop, proposer?: Address) => {
    const { settings, before = [] } = await read(coop);
    const words: Settings = [["title", options.title], ["text", options.text], ...settings];
    const given = words.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    const source = await sourceFromTemplate(template, { settings: new Map(given), options: [] }, coop);
    return { draft: await draftOf(source, coop, proposer), before };
  };
  if (!options.submit && !options.dryRun) {
    return within(
      open,
      options.network,
      async (coop) => {
        const { draft, before } = await drafted(coop);
        if (before.length > 0) throw badOption("--close goes with --submit.", "Without it nothing is sent.");
        return { json: draftToJson(draft, coop), text: draftedInWords(draft) };
      },
      { readOnly: true },
    );
  }
  return perform(open, options, async (coop, { account }) => {
    // Nobody else can hand it in before this does, and withdraw it.
    const { draft, before } = await drafted(coop, account.address);
    const { address, abi } = coop.governor;
    const step: Step = {
      call: { address, abi, ...submission(draft) },
      deed: `put proposal ${draft.id} to the vote`,
    };
    return {
      steps: [...before, step],
      json: draftToJson(draft, coop),
      after: () => ({
        json: { submitted: true },
        text: `${draftInWords(draft)}\n\nSubmitted: it is proposal ${draft.id}. Then: npm run cm -- proposal vote ${draft.id} --support for`,
      }),
    };
  });
}

const draftedInWords = (draft: Draft) =>
  `${draftInWords(draft)}\n\nOnly a vote does this. With --out FILE it is a draft for npm run cm -- proposal; with --submit it is handed in.`;

type RegisterOptions = ProposeOptions & { name: string; about: string; upstream: string[] };
type ReleaseOptions = ProposeOptions & {
  weights: string;
  data: string;
  licence: string;
  card?: string;
  evaluation?: string;
  batch?: string;
  close?: boolean;
};

async function release(
  text: string,
  options: ReleaseOptions,
  coop: Coop,
): Promise<{ settings: Settings; before: Step[] }> {
  const id = modelOption(text, coop);
  const models = modelsOf(coop);
  const before: Step[] = [];
  let batch = options.batch;
  if (options.close) {
    if (batch !== undefined)
      throw badOption("--close goes without --batch.", "The batch that is closed is the one that is named.");
    const { openBatch } = await coop.client.readContract({ ...models, functionName: "modelAt", args: [BigInt(id)] });
    batch = `${openBatch}`;
    before.push({
      call: { ...models, functionName: "closeBatch", args: [BigInt(id)] },
      deed: `close batch ${openBatch} of ${coop.names.modelName(id)}, so that all work that is final by now joins`,
    });
  }
  const settings: Settings = [
    ["model", `${id}`],
    ["batch", batch],
    ["weights", hashOption("--weights", options.weights)],
    ["data", hashOption("--data", options.data)],
    ["licence", options.licence],
    ["card", options.card],
    ["evaluation", options.evaluation],
  ];
  return { settings, before };
}

type SettleOptions = ActingOptions & { asset: string[] };

async function settle(text: string, options: SettleOptions, coop: Coop): Promise<Plan> {
  const id = modelOption(text, coop);
  const till = tillAddress({ registry: coop.deployment.contracts.modelRegistry, modelId: BigInt(id) });
  const named = options.asset.map((it) => assetOption(it, coop));
  const treasury = treasuryOf(coop);
  const due: { unit: Unit; amount: bigint }[] = [];
  for (const unit of named.length > 0 ? named : assetsOf(coop)) {
    const amount = await balanceOf(coop, unit.address, till);
    if (amount === 0n) continue;
    const listed = await coop.client.readContract({ ...treasury, functionName: "isListed", args: [unit.address] });
    if (listed || named.length > 0) due.push({ unit, amount });
    else say(`${amountText(amount, unit)} waits there until a vote lists ${unit.symbol}.`);
  }
  const name = coop.names.modelName(id);
  return {
    steps: due.map(({ unit, amount }) => ({
      call: { ...treasury, functionName: "settle", args: [BigInt(id), unit.address] },
      deed: `settle ${amountText(amount, unit)} that ${name} earned`,
    })),
    json: { model: `${id}`, till, waiting: due.map(({ unit, amount }) => sumJson(unit, amount)) },
    nothing: `The till of ${name} (${till}) is empty.`,
    after(sent) {
      const settled = sent.flatMap(({ receipt }) => settledIn(receipt.logs, treasury.abi, coop));
      return {
        json: { settled: settled.map(({ json }) => json) },
        text: settled.map(({ words }) => `${name} ${words}`).join("\n"),
      };
    },
  };
}

function settledIn(logs: Log[], abi: ReturnType<typeof treasuryOf>["abi"], coop: Coop) {
  return parseEventLogs({ abi, eventName: "Settled", logs }).map(({ args }) => {
    const unit = assetOption(args.asset, coop);
    const { received, upstream, contributors, dividend, reserve } = args;
    const inWords = (amount: bigint) => amountText(amount, unit);
    const parts = { received, upstream, contributors, dividend, reserve };
    return {
      json: {
        asset: unit.address,
        symbol: unit.symbol,
        decimals: unit.decimals,
        ...Object.fromEntries(Object.entries(parts).map(([key, value]) => [key, `${value}`])),
      },
      words:
        `earned ${inWords(received)}: ${upstream > 0n ? `${inWords(upstream)} to the models it is built on, ` : ""}` +
        `${inWords(contributors)} to contributors, ${inWords(dividend)} to members, ${inWords(reserve)} to the reserve.`,
    };
  });
}

const balanceOf = (coop: Coop, asset: Address, holder: Address): Promise<bigint> =>
  isNative(asset)
    ? coop.client.getBalance({ address: holder })
    : coop.client.readContract({ address: asset, abi: erc20Abi, functionName: "balanceOf", args: [holder] });

type PayOptions = ActingOptions & { memo: string };

async function pay(text: string, sum: string, options: PayOptions, coop: Coop, { account }: Sender): Promise<Plan> {
  const id = modelOption(text, coop);
  const { unit, amount } = amountOption(sum, coop);
  const [name, inWords] = [coop.names.modelName(id), amountText(amount, unit)];
  const steps = await paying(
    coop,
    { payer: account.address, unit, amount },
    {
      functionName: "pay",
      args: [BigInt(id), unit.address, amount, memoOption(options.memo)],
      deed: `pay ${inWords} for the use of ${name}`,
    },
  );
  return {
    steps,
    json: { model: `${id}`, ...sumJson(unit, amount) },
    after: () => ({
      json: {},
      text: `Paid ${inWords} for the use of ${name}. It is split once somebody settles it: npm run cm -- model settle ${id}`,
    }),
  };
}

/** Only what a proposal adds to how commands act. */
const proposing = (command: Command): Command =>
  command
    .option("--title <TEXT>", "what the proposal is called (default: what it does)")
    .option("--text <TEXT>", "why")
    .option("--submit", "hand it in too, as a holder with the voice for it");

export function modelProgram(invocation: Invocation, open: OpenCoop): Command {
  const program = group("model", "Propose models and releases, pay for a model, settle what it earned.");
  proposing(
    acting(program, invocation, {
      name: "register",
      does: "write the proposal that adds a model",
      example: 'register --name Translator --about "Translates tenancy law" --upstream 1:20% --out translator.json',
      notes: "Only a vote adds a model. With --out it is a draft, with --submit it is handed in.",
    }),
  )
    .requiredOption("--name <TEXT>", "what it is called")
    .requiredOption("--about <TEXT>", "what it is: a line, or an address")
    .option(
      "--upstream <N:SHARE>",
      "a model that it is built on, and the part of its revenue for it; again for each",
      many,
      [],
    )
    .action((options: RegisterOptions) =>
      runCommand(options, () =>
        propose(open, options, "register", async () => ({
          settings: [
            ["name", options.name],
            ["about", options.about],
            ["upstream", options.upstream.length === 0 ? undefined : options.upstream.join(" ")],
          ],
        })),
      ),
    );
  const [weights, data] = ["11", "22"].map((byte) => `0x${byte.repeat(32)}`);
  proposing(
    acting(program, invocation, {
      name: "release",
      does: "write the proposal that publishes a model's next release",
      example: `release 2 --weights ${weights} \\\n    --data ${data} --licence Apache-2.0 --out release.json`,
      notes: "Only a vote publishes. All final work of the closed batches joins; --close closes the open one first.",
    }),
  )
    .argument("<MODEL>", "the model's number")
    .requiredOption("--weights <HASH>", "of the weights, 32 bytes")
    .requiredOption("--data <HASH>", "root of the data it was made from, 32 bytes")
    .requiredOption("--licence <SPDX>", "what others may do with it")
    .option("--card <URI>", "its model card")
    .option("--evaluation <URI>", "how it was measured")
    .option("--batch <N>", "the last batch of work that it covers (default: the last closed one)")
    .option("--close", "with --submit: close the open batch of work first, so that the release covers it")
    .action((id: string, options: ReleaseOptions) =>
      runCommand(options, () => propose(open, options, "release", (coop) => release(id, options, coop))),
    );
  acting(program, invocation, {
    name: "settle",
    does: "take what waits in a model's till and split it; anyone may",
    example: "settle 1",
  })
    .argument("<MODEL>", "the model's number")
    .option("--asset <SYMBOL>", "only this one; again for each (default: all there is)", many, [])
    .action((id: string, options: SettleOptions) =>
      runCommand(options, () => perform(open, options, (coop) => settle(id, options, coop))),
    );
  acting(program, invocation, {
    name: "pay",
    does: "pay for the use of a model, into its till",
    example: 'pay 1 "1.5 ETH"',
    notes: "A plain transfer to the till does the same, without a memo.",
  })
    .argument("<MODEL>", "the model's number")
    .argument("<AMOUNT>", 'with its unit: "1.5 ETH"')
    .option("--memo <TEXT>", "words that go along, up to 32 bytes", "")
    .action((id: string, sum: string, options: PayOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => pay(id, sum, options, coop, sender))),
    );
  return program;
}
