// Ballots that voters sign and anyone brings, many in a transaction. What they choose between several things is here too.
import { commonsGovernorAbi, type Support, signedBallotTypedData, supports } from "@commonmind/sdk";
import type { Account } from "viem";
import { byVoice, type VoteContext, type Voter } from "./government.ts";

/** Ballots that are brought in one transaction. */
const BALLOTS_PER_CALL = 25;
/** Members who object where fewer would do. */
const OBJECTORS = 9;
/** A ballot may be brought for an hour. */
const DEADLINE = 3_600n;

/** What somebody votes: on a direction ballot, for the options named (0: keep things as they are). */
export type Choice = { readonly account: Account; readonly support: Support; readonly options?: readonly number[] };

/** Brings each choice as a signed ballot, in their order; a later one of the same voter replaces the earlier. */
export async function castSigned(
  { chain, deployment }: VoteContext,
  proposalId: bigint,
  choices: readonly Choice[],
): Promise<void> {
  const governor = deployment.contracts.commonsGovernor;
  const deadline = Number((await chain.now()) + DEADLINE);
  for (let from = 0; from < choices.length; from += BALLOTS_PER_CALL) {
    const ballots = [];
    for (const { account, support, options = [] } of choices.slice(from, from + BALLOTS_PER_CALL)) {
      if (!account.signTypedData) throw new Error(`The key of ${account.address} is not here.`);
      const { sequence } = await chain.client.readContract({
        address: governor,
        abi: commonsGovernorAbi,
        functionName: "ballotOf",
        args: [proposalId, account.address],
      });
      const voter = account.address;
      const data = { chainId: chain.chainId, governor, proposalId, support, options, voter, sequence, deadline };
      const typed = signedBallotTypedData(data);
      const signature = await account.signTypedData(typed);
      const { options: bitmap } = typed.message;
      ballots.push({ voter, support: supports[support], options: bitmap, sequence, deadline, signature });
    }
    await chain.send({
      address: governor,
      abi: commonsGovernorAbi,
      functionName: "castSignedBallots",
      args: [proposalId, ballots],
    });
    await chain.settled();
  }
}

/**
 * Who votes how between `options` directions: most approve of `favourite`, many of another one too, some would rather keep
 * things as they are. `favourite` ends alone on top, and in front of "keep", whoever they are. `dice` is any number that
 * is different for each account.
 */
export function planDirection(
  voters: readonly Voter[],
  { options, favourite, dice }: { options: number; favourite: number; dice: (account: Account) => bigint },
): Choice[] {
  const approvals = new Map<number, bigint>();
  const of = (option: number) => approvals.get(option) ?? 0n;
  const others = Array.from({ length: options }, (_, i) => i + 1).filter((option) => option !== favourite);
  let against = 0n;
  return voters.map(({ account, votes }): Choice => {
    const roll = dice(account);
    if (roll % 7n === 0n && (against + votes) * 4n < of(favourite)) {
      against += votes;
      return { account, support: "against" };
    }
    const second = others[Number((roll / 7n) % BigInt(others.length))];
    const joins = second !== undefined && of(second) + votes < of(favourite);
    const mood = (roll / 64n) % 3n;
    // One third for the favourite alone, one for two options, one for the other alone.
    const chosen = !joins || mood === 0n ? [favourite] : mood === 1n ? [favourite, second] : [second];
    for (const option of chosen) approvals.set(option, of(option) + votes);
    return { account, support: "for", options: [...chosen].sort((a, b) => a - b) };
  });
}

/**
 * Who votes how where those with a large voice want something that most people don't: the largest are for it, the smallest
 * (some have none) against, and who is needed beside them abstains. Holders reach the quorum and are for it; of the
 * members who vote, more are against than for it, at least `objectors` of them, and `turnout` vote at all. Undefined if
 * these people can't bring that about.
 */
export function planRefusal(
  people: readonly Voter[],
  { supply, quorumPercent, objectors, turnout }: RefusalRules,
): Choice[] | undefined {
  const ranked = people.filter(({ seated }) => seated).sort(byVoice);
  const quorum = (supply * quorumPercent + 99n) / 100n;
  const against: Voter[] = [];
  let opposed = 0n;
  for (const voter of [...ranked].reverse()) {
    // All voices together are a third more than the quorum, which those against don't count for.
    if (against.length >= Math.max(objectors, OBJECTORS) || (opposed + voter.votes) * 3n > quorum) break;
    against.push(voter);
    opposed += voter.votes;
  }
  const others: Voter[] = [];
  let spoken = 0n;
  for (const voter of ranked.slice(0, ranked.length - against.length)) {
    if (spoken >= quorum && others.length + against.length >= turnout) break;
    others.push(voter);
    spoken += voter.votes;
  }
  const inFavour = others.slice(0, against.length - 1);
  const wanted = inFavour.reduce((sum, { votes }) => sum + votes, 0n);
  if (against.length < objectors || spoken < quorum || wanted <= opposed) return undefined;
  return [
    ...others.map(({ account }, i): Choice => ({ account, support: i < inFavour.length ? "for" : "abstain" })),
    ...against.map(({ account }): Choice => ({ account, support: "against" })),
  ];
}

export type RefusalRules = {
  readonly supply: bigint;
  readonly quorumPercent: bigint;
  readonly objectors: number;
  readonly turnout: number;
};
