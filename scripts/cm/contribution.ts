// `cm contribution`: work handed in, looked at, entered for its authors, and taken back.
import { seatAuthor, writeContentUri } from "@commonmind/sdk";
import type { Command } from "commander";
import { type Address, parseEventLogs, zeroAddress } from "viem";
import { type Result, runCommand } from "../lib/cli.ts";
import {
  type ActingOptions,
  acting,
  badOption,
  type CoopOptions,
  group,
  type Invocation,
  many,
  reading,
  wholeOption,
} from "../lib/commands.ts";
import type { Sender } from "../lib/sending.ts";
import { type Coop, type OpenCoop, within } from "../proposal/coop.ts";
import { registryOf, rewardsOf, same, seatAt } from "./contracts.ts";
import { CmError } from "./errors.ts";
import { declare, type Leaves, leafArguments, withLeaves } from "./manifests.ts";
import { kindOption, modelOption, seatOption, workOption } from "./options.ts";
import { type Plan, perform, type Step } from "./perform.ts";
import { seatsOf, standingOf, uriOf, voiceOf, type Work, workOf } from "./works.ts";

/** Leaves that are entered in one go; each is a transaction. */
const MOST = 24;

type SubmitOptions = ActingOptions & {
  model: string;
  kind: string;
  title: string;
  licence: string;
  content?: string;
  sponsor?: string;
  manifest?: string;
};

async function submit(path: string, options: SubmitOptions, coop: Coop, { account }: Sender): Promise<Plan> {
  const modelId = modelOption(options.model, coop);
  const kind = kindOption(options.kind);
  const sponsor = options.sponsor === undefined ? 0n : seatOption("--sponsor", options.sponsor);
  const uri = uriFor(options);
  const registry = registryOf(coop);
  const source = { path, folder: options.manifest, dryRun: options.dryRun ?? false };
  const domain = { chainId: BigInt(coop.deployment.chainId), registry: registry.address };
  const made = await declare(source, { ...domain, modelId: BigInt(modelId), submitter: account.address });
  const { depth, items, sum: units, root } = made;
  const submission = { modelId, kind, depth, items, units, root, sponsor, uri };
  const what = `${items} items of ${made.leaves} ${made.leaves === 1 ? "part" : "parts"}, ${units} units`;
  return {
    steps: [
      {
        call: { ...registry, functionName: "submit", args: [submission] },
        deed: `submit ${what}, for ${coop.names.modelName(modelId)} as ${options.kind}`,
      },
    ],
    json: {
      model: `${modelId}`,
      kind: options.kind,
      root,
      items: `${items}`,
      units: `${units}`,
      leaves: `${made.leaves}`,
      depth: `${depth}`,
      uri,
    },
    after([sent]) {
      const [told] = parseEventLogs({
        abi: registry.abi,
        eventName: "ContributionSubmitted",
        logs: sent?.receipt.logs ?? [],
      });
      const id = told?.args.contribution ?? 0n;
      return { json: { id: `${id}` }, text: `Submitted as contribution ${id}: ${what}.` };
    },
  };
}

/** As the dApp writes it: where the list of pieces is, what it is called, and its licence. */
function uriFor({ title, licence, content }: SubmitOptions): string {
  const name = title.trim();
  if (name === "" || name.length > 120)
    throw badOption(`--title is "${title}".`, "It must be a line of 1 to 120 letters.");
  if (!/^[\w.+-]{1,60}$/.test(licence))
    throw badOption(`--licence is "${licence}".`, "It must be an SPDX name: CC0-1.0.");
  if (content === undefined) return `${name} [${licence}]`;
  const cid = content.replace(/^ipfs:\/\//, "");
  if (!/^[a-z2-7]{10,120}$/.test(cid)) {
    throw badOption(`--content is "${content}".`, "It must be a CID, as npm run content -- add prints it.");
  }
  return writeContentUri({ cid, name, licence });
}

async function status(open: OpenCoop, text: string, options: CoopOptions): Promise<Result> {
  const id = workOption(text);
  const about = async (coop: Coop): Promise<Result> => {
    const work = await workOf(coop, id);
    const { timestamp } = await coop.client.getBlock();
    const [at, uri] = await Promise.all([standingOf(coop, work, timestamp, options.network), uriOf(coop, id)]);
    const seats = at.round === 0 ? [] : await seatsOf(coop, id, at.round);
    const panel = await Promise.all(
      seats.map(async (seat) => ({ seat, ...(await voiceOf(coop, id, at.round, seat)) })),
    );
    const scored = !["Submitted", "InReview"].includes(work.state);
    const times = Object.fromEntries(Object.entries(at.times).map(([name, time]) => [name, `${time}`]));
    const json = {
      id: `${id}`,
      model: `${work.modelId}`,
      kind: work.kindName,
      submitter: work.submitter,
      seat: `${work.seat}`,
      state: work.state,
      score: scored ? `${work.score}` : null,
      items: `${work.items}`,
      units: `${work.units}`,
      acceptedUnits: work.state === "Final" ? `${work.units * BigInt(work.score)}` : null,
      root: work.root,
      depth: `${work.depth}`,
      excluded: work.excluded,
      uri,
      review: at.round === 0 ? null : { stage: at.stage, round: at.round, ...times, panel: panel.map(placeJson) },
      finalFrom: at.settledFrom === undefined ? null : `${at.settledFrom}`,
      release: at.release === undefined ? null : `${at.release}`,
      entered: at.entered === undefined ? null : { parts: `${at.entered.parts}`, units: `${at.entered.units}` },
      next: at.next,
    };
    const done = (does: (it: (typeof panel)[number]) => boolean) => panel.filter(does).length;
    const lines = [
      `Contribution ${id}: ${work.items} items of ${work.kindName} for ${coop.names.modelName(work.modelId)}, ${work.units} units`,
      ...(uri === "" ? [] : [`  ${uri}`]),
      `  by ${work.submitter}`,
      `  ${work.state}${scored ? `, score ${work.score}` : ""}${work.excluded ? ", excluded by vote" : ""}`,
      ...(panel.length > 0
        ? [
            `  panel of ${panel.length} (round ${at.round}): ${done((it) => it.committed)} sealed, ${done((it) => it.revealed)} opened`,
          ]
        : []),
      `  ${at.next}`,
    ];
    return { json, text: lines.join("\n") };
  };
  return within(open, options.network, about, { readOnly: true });
}

type Place = { seat: bigint } & Awaited<ReturnType<typeof voiceOf>>;
const placeJson = ({ seat, committed, revealed, score, recused, voided }: Place) => ({
  seat: `${seat}`,
  committed,
  revealed,
  score: revealed ? `${score}` : null,
  recused,
  voided,
});

type LeafOptions = ActingOptions & { manifest: string; index: string[]; all?: boolean };

async function claim(text: string, options: LeafOptions, coop: Coop, sender: Sender): Promise<Plan> {
  const work = await workOf(coop, workOption(text));
  if (options.all && options.index.length > 0) throw badOption("--all goes without --index.", "All are all.");
  return withLeaves(options.manifest, work.root, async (leaves) => {
    const wanted = options.all
      ? Array.from({ length: leaves.count }, (_, i) => i)
      : await chosen(options.index, leaves, coop, sender);
    const waiting: number[] = [];
    for (const index of wanted) {
      if (waiting.length === MOST) break;
      if (!(await isClaimed(coop, work, index))) waiting.push(index);
    }
    const steps = waiting.map((index): Step => {
      const { leaf, ...path } = leaves.prove(index);
      return {
        call: {
          ...registryOf(coop),
          functionName: "claimUnits",
          args: [work.id, ...leafArguments({ leaf, ...path })],
        },
        deed: `enter part ${index} for ${leaf.author}: ${leaf.items * leaf.unitsPerItem * BigInt(work.score)} units`,
      };
    });
    const indices = waiting.map((index) => `${index}`);
    return {
      steps,
      json: { id: `${work.id}`, claimed: indices },
      nothing: "Everything that was asked for is entered already.",
      after: () => ({
        json: {},
        text: `Entered ${indices.length === 1 ? "part" : "parts"} ${indices.join(", ")} of contribution ${work.id}.${
          waiting.length === MOST ? " There may be more: run it again." : ""
        }`,
      }),
    };
  });
}

/** The leaves that were named; else those of the account that acts, and of its seat. */
async function chosen(named: readonly string[], leaves: Leaves, coop: Coop, sender: Sender): Promise<number[]> {
  if (named.length > 0) return named.map((text) => indexOption(text, leaves));
  const { address } = sender.account;
  const seat = await seatAt(coop, address);
  const authors: Address[] = seat === undefined ? [address] : [address, seatAuthor(seat)];
  const own: number[] = [];
  for (let index = 0; index < leaves.count; index++) {
    if (authors.some((author) => same(author, leaves.authorOf(index)))) own.push(index);
  }
  if (own.length > 0) return own;
  throw new CmError({
    code: "NotAuthor",
    what: `No part of it is by ${address}.`,
    why: "Without --index or --all, the parts of the account that acts are entered.",
    fix: "Name parts with --index I, or enter everybody's with --all: each part goes to its author, whoever enters it.",
  });
}

const indexOption = (text: string, { count }: Leaves): number =>
  Number(wholeOption("--index", text, 0n, BigInt(count - 1)));

async function isClaimed(coop: Coop, { id }: Work, index: number): Promise<boolean> {
  const args = [(id << 32n) | BigInt(index)] as const;
  const { holder } = await coop.client.readContract({ ...rewardsOf(coop), functionName: "positionAt", args });
  return !same(holder, zeroAddress);
}

async function withdraw(text: string, options: LeafOptions, coop: Coop, sender: Sender): Promise<Plan> {
  const work = await workOf(coop, workOption(text));
  return withLeaves(options.manifest, work.root, async (leaves) => {
    const indices = await chosen(options.index, leaves, coop, sender);
    const steps = indices.map((index): Step => {
      const proof = leaves.prove(index);
      const args = [work.id, ...leafArguments(proof)];
      return {
        call: { ...registryOf(coop), functionName: "withdraw", args },
        deed: `take back part ${index}, of ${proof.leaf.items} items: with the next release it leaves, for good`,
      };
    });
    return {
      steps,
      json: { id: `${work.id}`, withdrawn: indices.map((index) => `${index}`) },
      after: () => ({
        json: {},
        text: `Taken back: ${indices.length === 1 ? "part" : "parts"} ${indices.join(", ")} of contribution ${work.id}. They leave with the next release; what they earned stays.`,
      }),
    };
  });
}

export function contributionProgram(invocation: Invocation, open: OpenCoop): Command {
  const program = group("contribution", "Hand work in, see where it stands, enter it for its authors, take it back.");
  acting(program, invocation, {
    name: "submit",
    does: "hand in work, as a member or under a member's sponsorship",
    example:
      'submit data/examples/leaves.csv --model 1 --kind Knowledge --title "Forty proverbs" --licence CC0-1.0 --manifest my-manifest',
    notes:
      "The manifest is bound to the chain, the model and the account that acts. Keep its folder: claim and withdraw need it.",
  })
    .argument("<WORK>", "a .csv or .jsonl of leaves, or a folder of npm run manifest -- build")
    .requiredOption("--model <N>", "model that it is for")
    .requiredOption("--kind <KIND>", "Data, Validation, Training, Knowledge, Curation, Code or Compute")
    .requiredOption("--title <TEXT>", "what it is, in a line; public")
    .requiredOption("--licence <SPDX>", "what others may do with it: CC0-1.0, CC-BY-4.0, Apache-2.0")
    .option("--content <CID>", "where reviewers find its list of pieces (npm run cm -- content add)")
    .option("--sponsor <SEAT>", "the seat that sponsors you (default: your own seat)")
    .option("--manifest <DIR>", "with a file of leaves: folder for the manifest that is built")
    .action((path: string, options: SubmitOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => submit(path, options, coop, sender))),
    );
  reading(program, invocation, {
    name: "status",
    does: "where a contribution stands, and what comes next for it",
    example: "status 1",
  })
    .argument("<ID>", "the contribution's number")
    .action((id: string, options: CoopOptions) => runCommand(options, () => status(open, id, options)));
  acting(program, invocation, {
    name: "claim",
    does: "enter parts of final work for their authors: their units earn from its release on, their tokens are minted",
    example: "claim 1 --manifest my-manifest",
    notes: `Anyone may: each part goes to its author. At most ${MOST} parts at once, a transaction each.`,
  })
    .argument("<ID>", "the contribution's number")
    .requiredOption("--manifest <DIR>", "the manifest that was submitted")
    .option(
      "--index <I>",
      "a part by its number from 0; again for each (default: those of the account that acts)",
      many,
      [],
    )
    .option("--all", "the parts of all authors")
    .action((id: string, options: LeafOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => claim(id, options, coop, sender))),
    );
  acting(program, invocation, {
    name: "withdraw",
    does: "take your own parts of final work back: they leave with the next release, what they earned stays yours",
    example: "withdraw 1 --manifest my-manifest --index 0",
    notes: "This can't be undone.",
  })
    .argument("<ID>", "the contribution's number")
    .requiredOption("--manifest <DIR>", "the manifest that was submitted")
    .option("--index <I>", "a part by its number from 0; again for each (default: all of yours)", many, [])
    .action((id: string, options: LeafOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => withdraw(id, options, coop, sender))),
    );
  return program;
}
