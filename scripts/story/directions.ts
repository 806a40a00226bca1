// The directions between which release 2 is chosen: each option publishes a release of its own and changes what it says it
// does, and "keep things as they are" is always there.
import { writeProposalText } from "@commonmind/sdk";
import { type Account, keccak256, toBytes } from "viem";
import {
  type Action,
  type Asked,
  ask,
  awaitResult,
  awaitVoting,
  carryOut,
  choose,
  type VoteContext,
} from "./government.ts";
import { paysMore, publications } from "./publication.ts";
import { castSigned, planDirection } from "./signedBallots.ts";

const TITLE = "Which direction does release 2 of Assistant take?";
const TEXT =
  "Three models were trained on all the work there is, each for something else. One of them becomes the release that " +
  "earns; whoever wants none of them keeps things as they are.";

const DIRECTIONS = [
  {
    name: "phone",
    title: "Small enough for a phone",
    text: "Half the size, answers without a connection, knows a little less.",
  },
  {
    name: "languages",
    title: "More languages first",
    text: "Answers in forty more languages. Work of the kind Data earns a quarter more voice from now on.",
  },
  {
    name: "code",
    title: "Better at code",
    text: "Reads and repairs programs, and stays as large as it is. Code earns a quarter more voice from now on.",
  },
] as const;

/** Kinds of work that a direction pays more for. */
const FAVOURED: Partial<Record<string, "Data" | "Code">> = { languages: "Data", code: "Code" };

/** Asks which release is published, has one of them win, and carries that one out. Returns its number. */
export async function decideDirection(
  context: VoteContext,
  { modelId, slug, release }: { modelId: bigint; slug: string; release: number },
  authors: readonly Account[],
): Promise<number> {
  const { chain, deployment, onProgress } = context;
  const names = DIRECTIONS.map(({ name }) => name);
  const published = await publications(chain, deployment, { modelId, slug, release, names });
  const options: Action[][] = [];
  for (const [i, name] of names.entries()) {
    const kind = FAVOURED[name];
    const release = published.slice(i, i + 1);
    options.push(kind === undefined ? release : [...release, await paysMore(chain, deployment, kind, 1.25)]);
  }
  const asked = await ask(context, {
    description: writeProposalText({ title: TITLE, text: TEXT, options: DIRECTIONS }),
    actions: options.flat(),
    callsPerOption: options.map(({ length }) => length),
  });
  await awaitVoting(context);
  const winner = await vote(context, asked, authors);
  await awaitResult(context);
  onProgress(`chosen: ${DIRECTIONS[winner - 1]?.title}`);
  await carryOut(context, asked);
  return winner;
}

async function vote(context: VoteContext, { id }: Asked, authors: readonly Account[]): Promise<number> {
  const { seed, onProgress } = context;
  const options = DIRECTIONS.length;
  const favourite = 1 + Number(BigInt(keccak256(toBytes(`${seed}:direction`))) % BigInt(options));
  const voters = await choose(context, authors);
  const dice = ({ address }: Account) => BigInt(keccak256(toBytes(`${seed}:direction:${address}`)));
  const choices = planDirection(voters, { options, favourite, dice });
  onProgress(`choosing between ${options} directions: ${voters.length} people`);
  // One person thinks again: what she sends first is replaced by what she sends last.
  const [first] = choices;
  const other = 1 + (favourite % options);
  if (first !== undefined) await castSigned(context, id, [{ ...first, support: "for", options: [0, other] }]);
  await castSigned(context, id, choices);
  return favourite;
}
