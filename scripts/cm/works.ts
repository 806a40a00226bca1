// Where a contribution stands, and what comes next for it.
import { workKinds } from "@commonmind/sdk";
import { panelOf, reviewOf, type Stage, type Times, workStates } from "../lib/reviews.ts";
import { type Coop, eventsOf } from "../proposal/coop.ts";
import { modelsOf, registryOf, rewardsOf } from "./contracts.ts";
import { CmError } from "./errors.ts";
import { moment } from "./options.ts";

/** As the registry keeps it. Throws {@link CmError} if there is no such work. */
export async function workOf(coop: Coop, id: bigint) {
  const work = await coop.client.readContract({ ...registryOf(coop), functionName: "contributionAt", args: [id] });
  const state = workStates[work.state] ?? "None";
  if (state !== "None") return { ...work, id, state, kindName: workKinds[work.kind] ?? `${work.kind}` };
  throw new CmError({
    code: "NoContribution",
    what: `There is no contribution ${id}.`,
    why: "The registry on this chain never took one with this number.",
    fix: "Check the number and the network.",
  });
}

export type Work = Awaited<ReturnType<typeof workOf>>;

/** What its submitter wrote about it. */
export async function uriOf(coop: Coop, id: bigint): Promise<string> {
  const [submitted] = await eventsOf(coop.client, coop.deployment, {
    ...registryOf(coop),
    eventName: "ContributionSubmitted",
    args: { contribution: id },
  });
  return submitted?.args.uri ?? "";
}

/** A seat's place on a panel. */
export async function voiceOf(coop: Coop, id: bigint, round: number, seat: bigint) {
  const [commitment, revealed, score, recused, voided] = await coop.client.readContract({
    ...panelOf(coop.deployment),
    functionName: "voiceOf",
    args: [id, BigInt(round), seat],
  });
  return { commitment, committed: revealed || BigInt(commitment) !== 0n, revealed, score, recused, voided };
}

export async function seatsOf(coop: Coop, id: bigint, round: number): Promise<readonly bigint[]> {
  const args = [id, BigInt(round)] as const;
  const [seats] = await coop.client.readContract({ ...panelOf(coop.deployment), functionName: "panelAt", args });
  return seats;
}

/** Parts of final work that have a position, and their accepted units. */
export type Entered = { readonly parts: number; readonly units: bigint };

export type Standing = {
  readonly stage: Stage;
  readonly round: number;
  readonly times: Times;
  /** From when it can become final, or nobody can challenge it any more; unix seconds. */
  readonly settledFrom: bigint | undefined;
  /** The release it joined; undefined until then. */
  readonly release: number | undefined;
  /** What of it is entered for its authors; undefined until it is final. */
  readonly entered: Entered | undefined;
  readonly next: string;
};

/** Where it stands now, by the time of the newest block. */
export async function standingOf(coop: Coop, work: Work, now: bigint, network: string): Promise<Standing> {
  const review = await reviewOf(coop.client, panelOf(coop.deployment), work.id);
  const [challenge] = await coop.client.readContract({ ...registryOf(coop), functionName: "periods" });
  const judged = work.state === "Accepted" || work.state === "Rejected";
  const settledFrom = judged ? BigInt(work.since) + BigInt(challenge) : undefined;
  const [release, entered] =
    work.state === "Final" ? await Promise.all([releaseOf(coop, work), enteredOf(coop, work)]) : [];
  const at = { ...review, settledFrom, release, entered };
  return { ...at, next: nextOf(work, at, now, network) };
}

async function releaseOf(coop: Coop, { id, modelId }: Work): Promise<number | undefined> {
  const batch = await coop.client.readContract({ ...rewardsOf(coop), functionName: "joinBatchOf", args: [id] });
  const args = [BigInt(modelId), batch] as const;
  const release = await coop.client.readContract({ ...modelsOf(coop), functionName: "releaseOfBatch", args });
  return release === 0 ? undefined : release;
}

async function enteredOf(coop: Coop, { id }: Work): Promise<Entered> {
  const claimed = await eventsOf(coop.client, coop.deployment, {
    ...registryOf(coop),
    eventName: "UnitsClaimed",
    args: { contribution: id },
  });
  return { parts: claimed.length, units: claimed.reduce((sum, { args }) => sum + args.units, 0n) };
}

function nextOf(work: Work, at: Omit<Standing, "next">, now: bigint, network: string): string {
  const { state } = work;
  const { stage, times, settledFrom = 0n } = at;
  const keeper = `anyone, with npm run cm -- keeper --network ${network} --once`;
  if (stage === "Drawing") {
    if (now > times.drawUntil) return `Nobody drew its reviewers in time: the round can be ended by ${keeper}.`;
    return `Its reviewers are drawn from ${moment(times.seedAt)} on, until ${moment(times.drawUntil)}, by ${keeper}.`;
  }
  if (stage === "Sitting") {
    if (now <= times.commitUntil) return `Its reviewers seal their scores until ${moment(times.commitUntil)}.`;
    if (now <= times.revealUntil) return `Its reviewers open their scores until ${moment(times.revealUntil)}.`;
    return `Its scores can be counted by ${keeper}.`;
  }
  if (stage === "Voting") return `There were too few reviewers: a vote decides until ${moment(times.revealUntil)}.`;
  if (state === "Accepted" && now < settledFrom)
    return `It becomes final from ${moment(settledFrom)} on, unless it is challenged.`;
  if (state === "Accepted") return `It can be made final by ${keeper}.`;
  if (state === "Rejected" && now < settledFrom) return `The verdict can be challenged until ${moment(settledFrom)}.`;
  if (state === "Rejected") return "It was not accepted, and that stands.";
  return finalNext(work, at, network);
}

/** What is left to be done about final work: to enter its parts, then to collect what they earn. */
function finalNext(work: Work, { release, entered }: Omit<Standing, "next">, network: string): string {
  if (work.gold) return "It was posted to measure its reviewers, and earns nothing.";
  if (work.excluded) return "A vote excluded it: from the release after that on it earns nothing more.";
  const earns =
    release === undefined ? "It joins its model with the next release." : `It earns since release ${release}.`;
  const { parts, units } = entered ?? { parts: 0, units: 0n };
  const all = work.units * BigInt(work.score);
  if (units >= all) {
    const next =
      release === undefined
        ? "there is nothing to do until then"
        : `their authors collect what it earned, with npm run cm -- reward claim --network ${network}`;
    return `${earns} ${parts === 1 ? "Its one part is" : `All of its ${parts} parts are`} entered: ${next}.`;
  }
  const so =
    parts === 0
      ? "None of its parts is entered yet"
      : `Of it ${parts === 1 ? "1 part is" : `${parts} parts are`} entered, with ${units} of ${all} units`;
  return `${earns} ${so}: anyone can enter ${parts === 0 ? "them" : "the rest"} for their authors, with npm run cm -- contribution claim ${work.id} --manifest DIR --all --network ${network}.`;
}
