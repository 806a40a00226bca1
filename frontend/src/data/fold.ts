// Pure: the co-op as it stands after a list of events.

import {
  bitmapOptions,
  type Deployment,
  KEEP,
  kindName,
  optionCalls,
  parseBallotDescription,
  readProposalText,
  seatAuthor,
} from "@commonmind/sdk";
import { type Address, encodeAbiParameters, keccak256, zeroAddress } from "viem";
import { plain } from "../format/plain.ts";
import { t } from "../i18n/i18n.ts";
import type { ChainEvent } from "./events.ts";
import { openMoneyBook } from "./foldMoney.ts";
import { openReserveBook } from "./foldReserve.ts";
import { openReviewBook } from "./foldReviews.ts";
import { openSeatBook } from "./foldSeats.ts";
import { openVoiceBook } from "./foldVoice.ts";
import {
  type Ballot,
  type ChamberRules,
  type Happening,
  type Kind,
  type KindRule,
  kinds,
  type Ledger,
  type Model,
  type Proposal,
  supports,
  type Work,
} from "./types.ts";

export function modelSeed(chainId: number, registry: Address, modelId: bigint) {
  return keccak256(
    encodeAbiParameters(
      [{ type: "uint256" }, { type: "address" }, { type: "uint256" }],
      [BigInt(chainId), registry, modelId],
    ),
  );
}

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

const same = (a: Address, b: Address) => a.toLowerCase() === b.toLowerCase();

export function fold(events: readonly ChainEvent[], block: bigint, { chainId, contracts }: Deployment): Ledger {
  const models = new Map<number, Model>();
  const works = new Map<bigint, Work>();
  const proposals = new Map<bigint, Proposal>();
  const authors = new Set<string>();
  const supplies: { time: number; supply: bigint }[] = [];
  const quorums: { time: number; percent: bigint }[] = [];
  const chamberRules: { time: number; rules: ChamberRules }[] = [];
  const census: { time: number; seats: number }[] = [];
  /** Since when a wallet has its seat: who counts among the members of a vote. */
  const seatedSince = new Map<string, number>();
  const ruleHistory: { kind: Kind; time: number; rule: KindRule }[] = [];
  const happenings: Happening[] = [];
  let supply = 0n;
  let recovered = 0;

  const happen = (event: ChainEvent, text: string, link?: Happening["link"]) =>
    happenings.push({ time: event.time, key: event.key, text, ...(link ? { link } : {}) });
  const members = openSeatBook(contracts.memberRegistry, happen);
  const money = openMoneyBook(models, happen);
  const reserve = openReserveBook(happen);
  const reviews = openReviewBook();
  const voice = openVoiceBook(contracts.contributionToken);
  const workOf = (id: bigint) => works.get(id) as Work;
  const proposalLink = (it: Proposal) => ({ href: `/proposals/${it.id}`, text: it.title });

  for (const event of events) {
    const { args, time } = event;
    if (members.take(event)) {
      for (const wallet of [args.wallet, args.from, args.to]) {
        const key = String(wallet ?? "").toLowerCase();
        if (!members.seatOf.has(key)) seatedSince.delete(key);
        else if (!seatedSince.has(key)) seatedSince.set(key, time);
      }
      census.push({ time, seats: seatedSince.size });
      continue;
    }
    if (reserve.take(event) || money.take(event) || reviews.take(event) || voice.take(event)) continue;
    switch (event.eventName) {
      case "ModelRegistered": {
        const id = Number(args.modelId);
        models.set(id, {
          id,
          name: plain(args.name, 60).replace(/[{}]/g, ""),
          about: plain(args.uri, 300),
          till: args.till,
          seed: modelSeed(chainId, contracts.modelRegistry, args.modelId),
          releases: [],
          growing: [],
          works: [],
          upstream: [],
          earned: new Map(),
          firstPaidAt: undefined,
        });
        break;
      }
      case "UpstreamSet": {
        const model = models.get(Number(args.modelId));
        if (model) {
          model.upstream = args.upstream.map((it: { modelId: number; bps: number }) => ({
            modelId: Number(it.modelId),
            bps: Number(it.bps),
          }));
        }
        break;
      }
      case "ContributionSubmitted": {
        const own = members.seatOf.get(args.submitter.toLowerCase());
        const work: Work = {
          id: args.contribution,
          modelId: Number(args.modelId),
          submitter: args.submitter,
          kind: kinds[Number(args.kind)] ?? "Data",
          items: args.items,
          declaredUnits: args.units,
          root: args.root,
          depth: Number(args.depth),
          uri: args.uri,
          submittedAt: time,
          submitHash: event.hash,
          sponsor: args.seat === 0n || args.seat === own ? undefined : args.seat,
          state: "submitted",
          score: undefined,
          scoredAt: undefined,
          drawnAt: undefined,
          challengedAt: undefined,
          finalAt: undefined,
          batch: undefined,
          units: 0n,
          excluded: false,
          endBatch: undefined,
          leaves: [],
          release: undefined,
        };
        works.set(work.id, work);
        const model = models.get(work.modelId);
        model?.works.push(work);
        // What a seat earned by reviewing has no words of its own, and its items are units.
        const isPay = work.kind === "Curation" && work.uri === "";
        if (isPay) break;
        happen(
          event,
          t("{items, plural, one {A piece} other {# pieces}} of {kind} came in for {name}:", {
            items: work.items,
            kind: kindName(work.kind),
            name: model?.name ?? t("a model"),
          }),
          {
            href: `/contributions/${work.id}`,
            text: t("contribution {id}", { id: work.id }),
          },
        );
        break;
      }
      case "ContributionScored": {
        const work = workOf(args.contribution);
        work.score = Number(args.score);
        work.scoredAt = time;
        work.state = work.score >= 50 ? "accepted" : "rejected";
        break;
      }
      case "ReviewBegun": {
        const work = workOf(args.contribution);
        work.state = "review";
        work.drawnAt = time;
        break;
      }
      case "ContributionChallenged": {
        const work = workOf(args.contribution);
        work.state = "challenged";
        work.challengedAt = time;
        happen(event, t("A verdict was challenged: a larger panel judges again."), {
          href: `/contributions/${work.id}`,
          text: t("contribution {id}", { id: work.id }),
        });
        break;
      }
      case "ContributionAnnulled":
      case "ContributionOverturned": {
        const work = workOf(args.contribution);
        work.state = "rejected";
        work.score = 0;
        break;
      }
      case "ContributionFinal": {
        const work = workOf(args.contribution);
        work.state = "final";
        work.finalAt = time;
        work.units = args.units;
        work.batch = args.batch;
        models.get(work.modelId)?.growing.push(work);
        break;
      }
      case "ContributionExcluded": {
        const work = workOf(args.contribution);
        work.excluded = true;
        work.endBatch = args.batch;
        break;
      }
      case "UnitsClaimed":
        authors.add(args.author.toLowerCase());
        workOf(args.contribution).leaves.push({
          contribution: args.contribution,
          index: args.index,
          author: args.author,
          holder: args.author,
          units: args.units,
          struck: [],
          withdrawn: false,
          endBatch: undefined,
        });
        break;
      case "LeafWithdrawn": {
        const leaf = workOf(args.contribution).leaves.find(({ index }) => index === args.index);
        if (leaf) Object.assign(leaf, { withdrawn: true, endBatch: args.batch });
        happen(event, t("An author took work back: it leaves with the next release."), {
          href: `/contributions/${args.contribution}`,
          text: t("contribution {contribution}", { contribution: args.contribution }),
        });
        break;
      }
      case "LeafStruck": {
        const leaf = workOf(args.contribution).leaves.find(({ index }) => index === args.index);
        if (leaf) {
          leaf.units -= args.units;
          leaf.struck.push({ units: args.units, endBatch: args.batch });
        }
        happen(event, t("A copied item was struck: it earns no more."), {
          href: `/contributions/${args.contribution}`,
          text: t("contribution {contribution}", { contribution: args.contribution }),
        });
        break;
      }
      case "PositionRecovered": {
        const leaf = works
          .get(args.position >> 32n)
          ?.leaves.find(({ index }) => index === (args.position & 0xffffffffn));
        if (leaf) leaf.holder = seatAuthor(args.seat);
        break;
      }
      case "KindRuleSet": {
        const { maxUnitsPerItem, tokenRate } = args;
        const rule = { maxUnitsPerItem, tokenRate, rubric: plain(args.rubric, 300) };
        ruleHistory.push({ kind: kinds[Number(args.kind)] ?? "Data", time, rule });
        break;
      }
      case "ReleasePublished": {
        const model = models.get(Number(args.modelId));
        if (!model) break;
        const number = Number(args.release);
        const joining = model.growing.filter((work) => (work.batch ?? 0n) <= args.lastBatch);
        for (const work of joining) work.release = number;
        model.growing.splice(0, model.growing.length, ...model.growing.filter((work) => !joining.includes(work)));
        model.releases.push({
          ...{ number, lastBatch: args.lastBatch, time, works: joining },
          ...{ weightsHash: args.weightsHash, dataRoot: args.dataRoot },
          licence: plain(args.licence, 60),
          modelCard: plain(args.modelCard, 300),
          evaluation: plain(args.evaluation, 300),
        });
        happen(event, t("Release {number} of {name} was published.", { number, name: model.name }));
        break;
      }
      case "Transfer": {
        if (!same(event.address, contracts.contributionToken)) break;
        if (args.from === zeroAddress) supply += args.value;
        else if (args.to === zeroAddress) supply -= args.value;
        else break;
        supplies.push({ time, supply });
        break;
      }
      case "TokensRecovered":
        recovered += 1;
        break;
      case "ProposalCreated": {
        const words = readProposalText(parseBallotDescription(String(args.description)).text, 0);
        const proposal: Proposal = {
          id: args.proposalId,
          number: proposals.size + 1,
          proposer: args.proposer,
          title: plain(words.title, 200).trim() || t("A vote without a title"),
          body: plain(words.text, 20_000).trim(),
          description: String(args.description),
          actions: args.targets.map((target: Address, i: number) => ({
            target,
            value: args.values[i],
            data: args.calldatas[i],
          })),
          askedAt: time,
          start: Number(args.voteStart),
          firstEnd: Number(args.voteEnd),
          end: Number(args.voteEnd),
          constitutional: false,
          cosigned: false,
          options: [],
          ballots: [],
          queuedAt: undefined,
          eta: undefined,
          executedAt: undefined,
          canceledAt: undefined,
        };
        proposals.set(proposal.id, proposal);
        happen(event, t("Somebody asked:"), proposalLink(proposal));
        break;
      }
      case "ProposalClassified": {
        const proposal = proposals.get(args.proposalId);
        if (!proposal) break;
        proposal.constitutional = args.constitutional;
        proposal.cosigned = args.cosigned;
        const sizes = optionSizes(args.ends);
        if (sizes.length === 0) break;
        const { text } = parseBallotDescription(proposal.description);
        const words = readProposalText(text, sizes.length);
        const calls = optionCalls(proposal.actions, sizes);
        proposal.body = plain(words.text, 20_000).trim();
        proposal.options = words.options.map((option, i) => ({
          title: plain(option.title, 200).trim() || t("Option {i}", { i: i + 1 }),
          text: plain(option.text, 20_000).trim(),
          actions: calls[i] ?? [],
        }));
        break;
      }
      case "ProposalExtended": {
        const proposal = proposals.get(args.proposalId);
        if (proposal) proposal.end = Number(args.extendedDeadline);
        break;
      }
      case "VoteCast":
      case "VoteCastWithParams": {
        const proposal = proposals.get(args.proposalId);
        if (!proposal) break;
        const support = supports[Number(args.support)] ?? "abstain";
        const bitmap = BigInt(args.params ?? 0);
        const options = proposal.options.length > 0 && support === "against" ? [KEEP] : bitmapOptions(Number(bitmap));
        const earlier = proposal.ballots.findIndex(({ voter }) => same(voter, args.voter));
        const since = seatedSince.get(args.voter.toLowerCase());
        const member = proposal.ballots[earlier]?.member || (since !== undefined && since <= proposal.start);
        const replaced = earlier < 0 ? 0 : (proposal.ballots[earlier]?.replaced ?? 0) + 1;
        const ballot: Ballot = { voter: args.voter, support, weight: args.weight, member, options, time, replaced };
        if (earlier >= 0) proposal.ballots.splice(earlier, 1);
        proposal.ballots.push(ballot);
        happen(
          event,
          t(
            "A {member, select, true {member} other {holder}} voted {support, select, for {for} against {against} other {to abstain}} on",
            { member: Boolean(member), support },
          ),
          proposalLink(proposal),
        );
        break;
      }
      case "ChamberRulesSet": {
        const { capBps, vetoBps, turnoutBps } = args.rules;
        const rules = { capBps: Number(capBps), vetoBps: Number(vetoBps), turnoutBps: Number(turnoutBps) };
        chamberRules.push({ time, rules });
        break;
      }
      case "ProposalQueued": {
        const proposal = proposals.get(args.proposalId);
        if (!proposal) break;
        proposal.queuedAt = time;
        proposal.eta = Number(args.etaSeconds);
        break;
      }
      case "ProposalExecuted": {
        const proposal = proposals.get(args.proposalId);
        if (!proposal) break;
        proposal.executedAt = time;
        happen(event, t("Carried out:"), proposalLink(proposal));
        break;
      }
      case "ProposalCanceled": {
        const proposal = proposals.get(args.proposalId);
        if (proposal) proposal.canceledAt = time;
        break;
      }
      case "QuorumNumeratorUpdated":
        quorums.push({ time, percent: args.newQuorumNumerator });
        break;
    }
  }

  const rulesBefore = (kind: Kind, before: number) =>
    ruleHistory.filter((entry) => entry.kind === kind && entry.time < before).at(-1)?.rule;
  return {
    block,
    models: [...models.values()],
    works,
    proposals: [...proposals.values()],
    assets: money.assets,
    shared: money.shared,
    slices: money.slices,
    collected: money.collected,
    seats: members.seats,
    seatOf: members.seatOf,
    seatPeriods: members.periods(),
    recoveries: members.recoveries,
    recovered,
    dividends: money.dividends,
    dividendPayments: money.dividendPayments,
    authors: authors.size,
    supplies,
    quorums,
    chamberRules,
    census,
    rules: new Map(ruleHistory.map(({ kind, rule }) => [kind, rule])),
    rulesBefore,
    happenings: happenings.reverse(),
    rounds: reviews.rounds,
    pools: reviews.pools,
    voices: voice.voices,
    delegates: voice.delegates,
    tokens: voice.tokens,
    reserveChanges: reserve.changes,
    splits: reserve.splits,
    ceilings: reserve.ceilings,
    delisted: reserve.delisted,
  };
}
