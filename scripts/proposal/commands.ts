// The commands about proposals: what holders and members decide about, from a draft to what is carried out. `npm run proposal`
// and `npm run cm -- proposal` are the same. See docs/proposals.md.
import { type Support, supports } from "@commonmind/sdk";
import type { Command } from "commander";
import type { Address } from "viem";
import { type Result, runCommand, say, userPath } from "../lib/cli.ts";
import {
  type ActingOptions,
  acting,
  addressOption,
  type CoopOptions,
  FROM,
  fromOption,
  group,
  type Invocation,
  many,
  reading,
} from "../lib/commands.ts";
import { senderOf } from "../lib/sending.ts";
import { type Coop, type OpenCoop, openCoop, within } from "./coop.ts";
import { cosign, cosignedSubmission, proposerOf, readCosignature, usualDeadline } from "./cosigning.ts";
import { type Draft, draftInWords, draftOf, draftToJson } from "./draft.ts";
import { badOption } from "./errors.ts";
import { type Act, ballot, carrying, findProposal, send, stateOf, submission } from "./sending.ts";
import { bringBallots, signBallot } from "./signedBallots.ts";
import { type Simulation, simulate } from "./simulate.ts";
import { parseSource, readText, type Source } from "./source.ts";
import { parameterNames, sourceFromTemplate, type TemplateName, templateNames, templateSettings } from "./templates.ts";

type DraftOptions = CoopOptions & { template?: string; set: string[]; option: string[]; proposer?: string };
type SubmitOptions = ActingOptions & { cosigned: string[] };
type CosignOptions = CoopOptions & { from?: string; proposer?: string; until?: string; like?: string };
type VoteOptions = ActingOptions & {
  support?: string;
  option: string[];
  reason: string;
  sign?: boolean;
  hours: string;
  bring: string[];
};

/** Nothing is sent: it needs no key. */
const READING = { readOnly: true } as const;

async function draft(open: OpenCoop, path: string | undefined, options: DraftOptions): Promise<Result> {
  if ((path === undefined) === (options.template === undefined)) {
    throw badOption("Give either a file or --template.", "A draft is made from one of them.");
  }
  const proposer = options.proposer === undefined ? undefined : addressOption("--proposer", options.proposer);
  return within(
    open,
    options.network,
    async (coop) => {
      const source = path === undefined ? await fromTemplate(options, coop) : await sourceAt(path);
      const made = await draftOf(source, coop, proposer);
      return { json: draftToJson(made, coop), text: draftInWords(made) };
    },
    READING,
  );
}

const sourceAt = async (path: string): Promise<Source> => parseSource(await readText(userPath(path), path), path);

async function fromTemplate({ template, set, option }: DraftOptions, coop: Coop): Promise<Source> {
  if (!isTemplate(template)) throw badOption(`--template is "${template}".`, `It must be ${templateNames.join(", ")}.`);
  const pairs = set.map((each): [string, string] => {
    const [name = "", ...value] = each.split("=");
    if (value.length === 0) throw badOption(`--set ${each} sets nothing.`, "It must be name=value.");
    return [name, value.join("=")];
  });
  const options = await Promise.all(option.map(sourceAt));
  return sourceFromTemplate(template, { settings: new Map(pairs), options }, coop);
}

const isTemplate = (name: string | undefined): name is TemplateName => templateNames.some((it) => it === name);

async function simulateAll(open: OpenCoop, proposal: string, options: CoopOptions): Promise<Result> {
  return within(
    open,
    options.network,
    async (coop) => {
      const found = await findProposal(proposal, userPath(proposal), coop);
      const lists = found.options.map(({ actions }) => actions);
      const results = await simulate(coop, { options: lists, at: await waitingUntil(coop, found), onProgress: say });
      const json = {
        id: `${found.id}`,
        kind: found.kind,
        options: results.map((result, i) => ({
          title: found.options[i]?.title ?? "",
          ...result,
          ...("gas" in result ? { gas: `${result.gas}` } : {}),
        })),
      };
      const exitCode = results.some(({ outcome }) => outcome === "reverted") ? 1 : 0;
      return { json, text: simulationInWords(found, results), exitCode };
    },
    READING,
  );
}

/** When it may be carried out, if it is queued already. */
async function waitingUntil({ client, governor }: Coop, { id }: Draft): Promise<bigint | undefined> {
  const eta = (await client.readContract({ ...governor, functionName: "proposalEta", args: [id] })) as bigint;
  return eta === 0n ? undefined : eta;
}

function simulationInWords({ kind, title, options }: Draft, results: readonly Simulation[]): string {
  return results
    .map((result, i) => {
      const head = kind === "ballot" ? `Option ${i + 1}: ${options[i]?.title}` : title;
      if (result.outcome === "reverted")
        return `${head}\n  It can't be carried out now: ${result.sentence} [${result.error}]`;
      const lines = result.effects.map(({ sentence }) => `  - ${sentence}`);
      return `${head}\n${lines.length > 0 ? lines.join("\n") : "  Nothing would change."}`;
    })
    .join("\n\n");
}

type Doing = {
  did: string;
  would: string;
  act: (coop: Coop, draft: Draft, sender: Address) => Act | Promise<Act>;
};

async function sendAct(
  open: OpenCoop,
  proposal: string,
  options: ActingOptions,
  { did, would, act }: Doing,
): Promise<Result> {
  const from = fromOption(options);
  return within(open, options.network, async (coop) => {
    const found = await findProposal(proposal, userPath(proposal), coop);
    const sender = await senderOf(coop.connection, from);
    const dryRun = options.dryRun ?? false;
    const sent = await send(coop, { sender, act: await act(coop, found, sender.account.address), dryRun });
    const shared = { id: `${found.id}`, from: sender.account.address, dryRun, gas: `${sent.gas}` };
    if (sent.hash === undefined) {
      const text = `${would} proposal ${found.id}. It would take ${sent.gas} gas. Nothing was sent.`;
      return { json: { ...shared, transaction: null }, text };
    }
    const state = await stateOf(coop, found);
    return {
      json: { ...shared, transaction: sent.hash, block: `${sent.block}`, state },
      text: `${did} proposal ${found.id}, which is now ${state}. Transaction ${sent.hash}`,
    };
  });
}

/** A member's word that somebody else may hand a draft in. */
async function cosignDraft(open: OpenCoop, proposal: string, options: CosignOptions): Promise<Result> {
  const { like, until } = options;
  const asked = options.proposer === undefined ? undefined : addressOption("--proposer", options.proposer);
  const from = fromOption(options);
  return within(open, options.network, async (coop) => {
    const found = await findProposal(proposal, userPath(proposal), coop);
    const { timestamp } = await coop.client.getBlock();
    const other = like === undefined ? undefined : await readCosignature({ path: userPath(like), name: like });
    const signed = await cosign(coop, found, {
      sender: await senderOf(coop.connection, from),
      proposer: proposerOf(found, other?.proposer ?? asked),
      deadline: until === undefined ? (other?.deadline ?? usualDeadline(timestamp)) : secondsOption("--until", until),
    });
    say(`${signed.cosigner} co-signs: ${signed.proposer} may submit it until ${signed.deadline} (unix seconds).`);
    return { json: signed, text: JSON.stringify({ schema: 1, ...signed }) };
  });
}

async function vote(open: OpenCoop, proposal: string, options: VoteOptions): Promise<Result> {
  if (options.bring.length > 0) {
    if (options.sign || options.support !== undefined)
      throw badOption("--bring goes with neither --sign nor --support.", "What is brought says how it votes.");
    const files = options.bring.map((name) => ({ name, path: userPath(name) }));
    return sendAct(open, proposal, options, {
      did: "Brought ballots on",
      would: "These ballots would count on",
      act: (_, found) => bringBallots(found, files),
    });
  }
  const choice = {
    support: supportOption(options.support),
    options: options.option.map(optionNumber),
    reason: options.reason,
  };
  if (!options.sign) {
    return sendAct(open, proposal, options, {
      did: "Voted on",
      would: "This ballot would count on",
      act: (_, found) => ballot(found, choice),
    });
  }
  if (choice.reason !== "") throw badOption("--reason doesn't go with --sign.", "A signed ballot carries none.");
  const from = fromOption(options);
  return within(open, options.network, async (coop) => {
    const found = await findProposal(proposal, userPath(proposal), coop);
    const { timestamp } = await coop.client.getBlock();
    const deadline = Number(timestamp) + hoursOption(options.hours) * 3_600;
    const signed = await signBallot(coop, found, {
      ...choice,
      sender: await senderOf(coop.connection, from),
      deadline,
    });
    say(
      `Signed as ballot ${signed.ballot.sequence + 1} of ${signed.ballot.voter}; it counts until ${deadline} (unix seconds).`,
    );
    return { json: signed, text: JSON.stringify({ schema: 1, ...signed }) };
  });
}

function supportOption(text: string | undefined): Support {
  if (text !== undefined && Object.hasOwn(supports, text)) return text as Support;
  throw badOption(
    `--support is ${text === undefined ? "missing" : `"${text}"`}.`,
    "It must be for, against or abstain.",
  );
}

function optionNumber(text: string): number {
  if (/^(?:\d|1[0-5])$/.test(text)) return Number(text);
  throw badOption(`--option is "${text}".`, "It must be the number of an option, from 1; 0 keeps things as they are.");
}

function secondsOption(name: string, text: string): number {
  if (/^[1-9]\d{0,11}$/.test(text)) return Number(text);
  throw badOption(`${name} is "${text}".`, "It must be a time in unix seconds.");
}

function hoursOption(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw badOption(`--hours is "${text}".`, "It must be a whole number of hours from 1 to 99999.");
}

const PROPOSAL = "a proposal's number, or the file of a draft";

/** Their options, examples and actions. `open` gives the co-op that they are about. */
export function proposalProgram(invocation: Invocation, open: OpenCoop = openCoop): Command {
  const program = group(
    "proposal",
    "Draft, simulate and take through a vote what the co-op decides. See docs/proposals.md.",
  );
  const command = (name: string, does: string, example: string, notes = "") =>
    reading(program, invocation, { name, does, example, notes });
  const sending = (name: string, does: string, example: string) =>
    acting(program, invocation, { name, does, example }).argument("<PROPOSAL>", PROPOSAL);

  const settings = templateNames.map((name) => `  ${name}: ${["title", "text", ...templateSettings[name]].join(", ")}`);
  command(
    "draft",
    "make a draft: calls encoded, the class it will have, each action in a sentence",
    "draft --template grant --set to=0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --set amount='1.5 ETH' --out grant.json",
    `Settings of the templates:\n${settings.join("\n")}\nParameters: ${parameterNames.join(", ")}.`,
  )
    .argument("[FILE]", "YAML or JSON: title, text, and actions or options")
    .option("--template <NAME>", `${templateNames.join(", ")}`)
    .option("--set <NAME=VALUE>", "a setting of the template; again for each", many, [])
    .option("--proposer <ADDRESS>", "the one account that may submit it, so that nobody asks it first and withdraws it")
    .option("--option <FILE>", "with --template direction: a plain proposal that becomes an option", many, [])
    .action((path: string | undefined, options: DraftOptions) => runCommand(options, () => draft(open, path, options)));

  command(
    "simulate",
    "carry out each option on a copy of the chain and tell what changed there",
    "simulate grant.json",
    "Exit code 1: an option can't be carried out. The chain itself isn't touched.",
  )
    .argument("<PROPOSAL>", PROPOSAL)
    .action((proposal: string, options: CoopOptions) =>
      runCommand(options, () => simulateAll(open, proposal, options)),
    );

  sending(
    "submit",
    "propose a draft, as a holder or with what members co-signed",
    "submit grant.json --from 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  )
    .option("--cosigned <FILE>", "a co-signature of a member; again for each", many, [])
    .action((proposal: string, options: SubmitOptions) =>
      runCommand(options, () =>
        sendAct(open, proposal, options, {
          did: "Submitted",
          would: "The governor would take",
          act: (_, found, sender) => {
            const files = options.cosigned.map((name) => ({ name, path: userPath(name) }));
            return files.length === 0 ? submission(found) : cosignedSubmission(found, sender, files);
          },
        }),
      ),
    );

  command(
    "cosign",
    "as a member, sign that somebody may submit a draft without a voice of their own",
    "cosign grant.json --out cosigned-1.json",
    "Three seats or more, and a share of all (docs/parameters.md), let the account that the draft names submit it, voice or none\n(draft --proposer): submit --cosigned FILE --cosigned FILE ...\n" +
      "All co-signatures end at one time. By default that is midnight (UTC) in three days or a little more; --like takes what\nanother one says.",
  )
    .argument("<DRAFT>", "the file of a draft")
    .option("--from <ADDRESS>", FROM)
    .option("--proposer <ADDRESS>", "the account that you mean to let submit it; it must be the draft's")
    .option("--like <FILE>", "another member's co-signature, for the same time")
    .option("--until <SECONDS>", "last second in which it may be submitted, unix seconds")
    .action((proposal: string, options: CosignOptions) =>
      runCommand(options, () => cosignDraft(open, proposal, options)),
    );

  sending(
    "vote",
    "vote, sign a ballot for somebody else to bring, or bring such ballots",
    "vote grant.json --support for",
  )
    .option("--support <WORD>", "for, against or abstain")
    .option("--option <N>", "on a direction ballot, an option to approve of; again for each (0: keep)", many, [])
    .option("--reason <TEXT>", "why, in the event", "")
    .option("--sign", "sign the ballot and send nothing: bring it with --bring")
    .option("--hours <N>", "how long a signed ballot counts, by the chain's clock", "72")
    .option("--bring <FILE>", "a ballot that was signed; again for each", many, [])
    .action((proposal: string, options: VoteOptions) => runCommand(options, () => vote(open, proposal, options)));

  for (const [name, does, did] of [
    ["queue", "put what passed on its way: the timelock's wait begins", "Queued"],
    ["execute", "carry out what was queued, once its wait is over", "Carried out"],
  ] as const) {
    sending(name, does, `${name} grant.json`).action((proposal: string, options: ActingOptions) =>
      runCommand(options, () =>
        sendAct(open, proposal, options, {
          did,
          would: `It is time to ${name}`,
          act: (_, found) => carrying(name, found),
        }),
      ),
    );
  }
  return program;
}
