// `cm review`: the panels that a member sits on, scores sealed, and opened again. The salt of a seal comes from the account's
// signature over one sentence, the same as in the dApp: what was sealed here can be opened there, and after everything was lost.
import { openSeal, reviewCommitment, sealMessage, sealSalt, sealSecret } from "@commonmind/sdk";
import type { Command } from "commander";
import type { Address, Hex } from "viem";
import { type Result, runCommand } from "../lib/cli.ts";
import {
  type ActingOptions,
  acting,
  addressOption,
  type CoopOptions,
  group,
  type Invocation,
  reading,
} from "../lib/commands.ts";
import { panelOf, reviewOf } from "../lib/reviews.ts";
import { type Sender, senderOf } from "../lib/sending.ts";
import { type Coop, eventsOf, type OpenCoop, within } from "../proposal/coop.ts";
import { requireSeat } from "./contracts.ts";
import { CmError } from "./errors.ts";
import { moment, scoreOption, workOption } from "./options.ts";
import { type Plan, perform } from "./perform.ts";
import { seatsOf, uriOf, voiceOf, workOf } from "./works.ts";

type ListOptions = CoopOptions & { account?: string };

async function list(open: OpenCoop, options: ListOptions): Promise<Result> {
  const named = options.account === undefined ? undefined : addressOption("--account", options.account);
  const about = async (coop: Coop): Promise<Result> => {
    const account = named ?? (await senderOf(coop.connection, undefined)).account.address;
    const seat = await requireSeat(coop, account);
    const { timestamp } = await coop.client.getBlock();
    const found = await dutiesOf(coop, seat, timestamp);
    const json = { account, seat: `${seat}`, duties: found.map(({ words: _, ...duty }) => duty) };
    const text = found.length === 0 ? `Seat ${seat} sits on no panel now.` : found.map(({ words }) => words).join("\n");
    return { json, text };
  };
  return within(open, options.network, about, { readOnly: named !== undefined });
}

/** The panels that still sit, with this seat on them, and what it has to do there. */
async function dutiesOf(coop: Coop, seat: bigint, now: bigint) {
  const panel = panelOf(coop.deployment);
  const opened = await eventsOf(coop.client, coop.deployment, { ...panel, eventName: "ReviewOpened" });
  const duties = [];
  for (const { args } of opened) {
    const id = args.contribution;
    const { stage, round, times } = await reviewOf(coop.client, panel, id);
    if (stage !== "Sitting" || !(await seatsOf(coop, id, round)).includes(seat)) continue;
    const [work, uri, voice] = await Promise.all([workOf(coop, id), uriOf(coop, id), voiceOf(coop, id, round, seat)]);
    const out = voice.recused || voice.voided;
    const sealing = now <= times.commitUntil;
    const showing = !sealing && now <= times.revealUntil;
    const due =
      out || voice.revealed
        ? null
        : sealing && !voice.committed
          ? "commit"
          : showing && voice.committed
            ? "reveal"
            : null;
    const until = sealing ? times.commitUntil : times.revealUntil;
    const todo = {
      commit: `seal a score until ${moment(until)}: review commit ${id} --score N`,
      reveal: `open your score until ${moment(until)}: review reveal ${id}`,
    };
    const waits = out
      ? "you are out of it"
      : voice.revealed
        ? "opened"
        : voice.committed
          ? `sealed; open it from ${moment(times.commitUntil + 1n)} on`
          : "nothing was sealed in time";
    duties.push({
      contribution: `${id}`,
      round,
      model: `${work.modelId}`,
      kind: work.kindName,
      items: `${work.items}`,
      uri,
      due,
      commitUntil: `${times.commitUntil}`,
      revealUntil: `${times.revealUntil}`,
      committed: voice.committed,
      revealed: voice.revealed,
      recused: voice.recused,
      voided: voice.voided,
      words: `Contribution ${id}: ${work.items} items of ${work.kindName}. ${uri}\n  ${due === null ? waits : todo[due]}`,
    });
  }
  return duties;
}

/** The round that is open about a work, the seat that judges it there, and what seals its score. */
async function judging(coop: Coop, id: bigint, account: Address) {
  await workOf(coop, id);
  const { deployment } = coop;
  const seat = await requireSeat(coop, account);
  const panel = panelOf(deployment);
  const { round } = await reviewOf(coop.client, panel, id);
  return { panel, of: { chainId: deployment.chainId, panel: panel.address, contribution: id, round, seat } };
}

/** The secret behind all of the account's seals. It signs twice: a wallet that signs differently could never open them. */
async function secretOf({ deployment }: Coop, { wallet, account }: Sender): Promise<Hex> {
  const reference = { chainId: deployment.chainId, panel: deployment.contracts.reviewPanel };
  const message = sealMessage(reference, account.address);
  const [first, second] = [
    await wallet.signMessage({ account, message }),
    await wallet.signMessage({ account, message }),
  ];
  if (first === second) return sealSecret(first);
  throw new CmError({
    code: "OtherSignature",
    what: `${account.address} signs the same sentence differently each time.`,
    why: "The seal of a score comes from that signature: nobody could open it again.",
    fix: "Review with an account that signs as RFC 6979 says, as nearly all do, or in the dApp, which keeps the seal.",
  });
}

type CommitOptions = ActingOptions & { score: string };

async function commit(text: string, options: CommitOptions, coop: Coop, sender: Sender): Promise<Plan> {
  const [id, score] = [workOption(text), scoreOption(options.score)];
  const { panel, of } = await judging(coop, id, sender.account.address);
  const salt = sealSalt(await secretOf(coop, sender), id, of.round);
  const commitment = reviewCommitment({ ...of, score, salt });
  return {
    steps: [
      {
        call: { ...panel, functionName: "commit", args: [id, commitment] },
        deed: `seal a score for contribution ${id}`,
      },
    ],
    // The score isn't repeated: what is printed ends up in logs.
    json: { contribution: `${id}`, round: of.round, seat: `${of.seat}`, commitment },
    async after() {
      const { times } = await reviewOf(coop.client, panel, id);
      const [from, until] = [moment(times.commitUntil + 1n), moment(times.revealUntil)];
      return {
        json: { revealFrom: `${times.commitUntil + 1n}`, revealUntil: `${times.revealUntil}` },
        text: `Sealed. Open it from ${from} until ${until}: npm run cm -- review reveal ${id}`,
      };
    },
  };
}

async function reveal(text: string, coop: Coop, sender: Sender): Promise<Plan> {
  const id = workOption(text);
  const { panel, of } = await judging(coop, id, sender.account.address);
  const { commitment, committed, revealed } = await voiceOf(coop, id, of.round, of.seat);
  if (!committed || revealed) {
    throw new CmError({
      code: revealed ? "AlreadyRevealed" : "NotCommitted",
      what: `Seat ${of.seat} has ${revealed ? "opened its score" : "sealed no score"} for contribution ${id}${revealed ? " already" : ""}.`,
      why: revealed ? "A score is opened once." : "Only what was sealed in time can be opened.",
      fix: "See what there is to do: npm run cm -- review list.",
    });
  }
  const secret = await secretOf(coop, sender);
  const score = openSeal(commitment, of, secret);
  if (score === undefined) {
    throw new CmError({
      code: "OtherSeal",
      what: `The score that seat ${of.seat} sealed for contribution ${id} can't be opened with ${sender.account.address}'s seal.`,
      why: "It was sealed with another account's seal, or by a program with a salt of its own.",
      fix: "Open it with the account or the program that sealed it.",
    });
  }
  const salt = sealSalt(secret, id, of.round);
  return {
    steps: [
      {
        call: { ...panel, functionName: "reveal", args: [id, score, salt] },
        deed: `open the score for contribution ${id}: ${score}`,
      },
    ],
    json: { contribution: `${id}`, round: of.round, seat: `${of.seat}`, score: `${score}` },
    after: () => ({ json: {}, text: `Opened: seat ${of.seat} gave contribution ${id} ${score} of 100.` }),
  };
}

export function reviewProgram(invocation: Invocation, open: OpenCoop): Command {
  const program = group("review", "See which panels you sit on, seal a score, open it. See docs/review.md.");
  reading(program, invocation, {
    name: "list",
    does: "the panels that a member sits on now, and what is due on each",
    example: "list --account 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  })
    .option("--account <ADDRESS>", "the member's account (default: the one that would act)")
    .action((options: ListOptions) => runCommand(options, () => list(open, options)));
  acting(program, invocation, {
    name: "commit",
    does: "seal a score, which nobody can read until it is opened",
    example: "commit 2 --score 80 --from 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
    notes: "Nothing has to be kept: the account's signature opens it again, here or in the dApp.",
  })
    .argument("<ID>", "the contribution's number")
    .requiredOption("--score <N>", "0 to 100; accepted from 50; 0 if its list of pieces can't be had")
    .action((id: string, options: CommitOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => commit(id, options, coop, sender))),
    );
  acting(program, invocation, {
    name: "reveal",
    does: "open the score that was sealed, once sealing is over",
    example: "reveal 2 --from 0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  })
    .argument("<ID>", "the contribution's number")
    .action((id: string, options: ActingOptions) =>
      runCommand(options, () => perform(open, options, (coop, sender) => reveal(id, coop, sender))),
    );
  return program;
}
