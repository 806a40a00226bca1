// The votes' side of the fold: what was asked, how it was answered, and what came of it.

import { bitmapOptions, KEEP, optionCalls, parseBallotDescription, readProposalText } from "@commonmind/sdk";
import type { Address } from "viem";
import { plain } from "../../format/plain.ts";
import { t } from "../../i18n/i18n.ts";
import { type Ballot, type Proposal, type ProposalAction, supports, type Tally } from "../types.ts";
import { type BookProposal, keyOf, type OpenProposal, type Past } from "./book.ts";
import type { ChainEvent } from "./events.ts";
import type { Happen } from "./happen.ts";
import { modelsNamed, tallyOf } from "./tally.ts";

export type VoteBook = {
  /** The votes as they are now, with tallies that are made once somebody asks. @param now The time of the last event. */
  readonly shown: (past: Past, now: number) => BookProposal[];
  /** False if the event isn't about votes. */
  readonly take: (event: ChainEvent) => boolean;
};

/** How many calls belong to each option: the governor packs where each one's end, one byte an option. */
function optionSizes(packed: bigint): number[] {
  const sizes: number[] = [];
  let from = 0;
  for (let ends = packed; ends !== 0n; ends >>= 8n) {
    const end = Number(ends & 0xffn);
    sizes.push(end - from);
    from = end;
  }
  return sizes;
}

/** What a vote is called, in the reader's language where nobody called it anything. */
export const headingOf = ({ title }: Pick<Proposal, "title">): string => title || t("A vote without a title");

/** @param seatedSince Since when a wallet has its seat, by its address in lower case: who counts among the members of a vote. */
export function openVoteBook(seatedSince: ReadonlyMap<string, number>, happen: Happen): VoteBook {
  const proposals = new Map<bigint, OpenProposal>();

  /** The vote that an event is about, and that it changes. */
  const changed = ({ args }: ChainEvent): OpenProposal | undefined => {
    const proposal = proposals.get(args.proposalId);
    if (proposal) proposal.shown = undefined;
    return proposal;
  };
  const link = (it: OpenProposal) => () => ({ href: `/proposals/${it.id}`, text: headingOf(it) });

  const asked = (event: ChainEvent) => {
    const { args, time } = event;
    const words = readProposalText(parseBallotDescription(String(args.description)).text, 0);
    const actions: ProposalAction[] = args.targets.map((target: Address, i: number) => ({
      ...{ target, value: args.values[i], data: args.calldatas[i] },
    }));
    const proposal: OpenProposal = {
      id: args.proposalId,
      number: proposals.size + 1,
      proposer: args.proposer,
      title: plain(words.title, 200).trim(),
      body: plain(words.text, 20_000).trim(),
      description: String(args.description),
      ...{ actions, models: modelsNamed(actions) },
      askedAt: time,
      start: Number(args.voteStart),
      firstEnd: Number(args.voteEnd),
      end: Number(args.voteEnd),
      ...{ constitutional: false, cosigned: false, options: [], cast: new Map() },
      ...{ queuedAt: undefined, eta: undefined, executedAt: undefined, canceledAt: undefined, shown: undefined },
    };
    proposals.set(proposal.id, proposal);
    happen(event, () => t("Somebody asked:"), link(proposal));
  };

  const classified = (event: ChainEvent) => {
    const { args } = event;
    const proposal = changed(event);
    if (!proposal) return;
    proposal.constitutional = args.constitutional;
    proposal.cosigned = args.cosigned;
    const sizes = optionSizes(args.ends);
    if (sizes.length === 0) return;
    const { text } = parseBallotDescription(proposal.description);
    const words = readProposalText(text, sizes.length);
    const calls = optionCalls(proposal.actions, sizes);
    proposal.body = plain(words.text, 20_000).trim();
    proposal.options = words.options.map((option, i) => ({
      title: plain(option.title, 200).trim(),
      text: plain(option.text, 20_000).trim(),
      actions: calls[i] ?? [],
    }));
  };

  const cast = (event: ChainEvent) => {
    const { args, time } = event;
    const proposal = changed(event);
    if (!proposal) return;
    const key = keyOf(args.voter);
    const support = supports[Number(args.support)] ?? "abstain";
    const bitmap = BigInt(args.params ?? 0);
    const options = proposal.options.length > 0 && support === "against" ? [KEEP] : bitmapOptions(Number(bitmap));
    const earlier = proposal.cast.get(key);
    const since = seatedSince.get(key);
    const member = earlier?.member || (since !== undefined && since <= proposal.start);
    const replaced = earlier ? earlier.replaced + 1 : 0;
    const ballot: Ballot = { voter: args.voter, support, weight: args.weight, member, options, time, replaced };
    proposal.cast.delete(key);
    proposal.cast.set(key, ballot);
    happen(
      event,
      () =>
        t(
          "A {member, select, true {member} other {holder}} voted {support, select, for {for} against {against} other {to abstain}} on",
          { member: Boolean(member), support },
        ),
      link(proposal),
    );
  };

  const take = (event: ChainEvent): boolean => {
    const { args, time } = event;
    switch (event.eventName) {
      case "ProposalCreated":
        asked(event);
        return true;
      case "ProposalClassified":
        classified(event);
        return true;
      case "ProposalExtended":
        Object.assign(changed(event) ?? {}, { end: Number(args.extendedDeadline) });
        return true;
      case "VoteCast":
      case "VoteCastWithParams":
        cast(event);
        return true;
      case "ProposalQueued":
        Object.assign(changed(event) ?? {}, { queuedAt: time, eta: Number(args.etaSeconds) });
        return true;
      case "ProposalExecuted": {
        const proposal = changed(event);
        if (!proposal) return true;
        proposal.executedAt = time;
        happen(event, () => t("Carried out:"), link(proposal));
        return true;
      }
      case "ProposalCanceled":
        Object.assign(changed(event) ?? {}, { canceledAt: time });
        return true;
      default:
        return false;
    }
  };

  const shown = (past: Past, now: number) =>
    [...proposals.values()].map((proposal): BookProposal => {
      const { cast, shown: known, ...rest } = proposal;
      // Until it opens, it is counted by the rules of the day.
      if (known && known.start < now) return known;
      let tally: Tally | undefined;
      // Not enumerable: a copy isn't to make what nobody asked for.
      proposal.shown = Object.defineProperties(rest as unknown as BookProposal, {
        ballots: { get: () => [...cast.values()] },
        ballotOf: { value: (account: string) => cast.get(account) },
        tally: {
          get: () => {
            tally ??= tallyOf(past, rest, cast.values());
            return tally;
          },
        },
      });
      return proposal.shown;
    });
  return { shown, take };
}
