// The work's side of the fold: models, what was handed in for them and what became of it, leaves and releases.

import { type Deployment, kindName, seatAuthor } from "@commonmind/sdk";
import { type Address, encodeAbiParameters, keccak256 } from "viem";
import { plain } from "../../format/plain.ts";
import { t } from "../../i18n/i18n.ts";
import { isReviewPay } from "../questions.ts";
import { type Joining, kinds, type RuleChange, type Work } from "../types.ts";
import { type BookModel, keyOf, type OpenModel, put } from "./book.ts";
import type { ChainEvent } from "./events.ts";
import type { Happen } from "./happen.ts";
import { sumsOf } from "./sums.ts";

export type WorkBook = {
  readonly models: ReadonlyMap<number, OpenModel>;
  readonly works: ReadonlyMap<bigint, Work>;
  readonly worksOf: ReadonlyMap<string, ReadonlySet<bigint>>;
  readonly ruleHistory: readonly RuleChange[];
  /** How many people are authors of a leaf. */
  readonly authors: () => number;
  /** What joins the next release of each model. */
  readonly growing: () => Map<number, Joining[]>;
  /** The models as they are now, with sums that are made once somebody asks. */
  readonly shown: () => BookModel[];
  /** False if the event isn't about work. */
  readonly take: (event: ChainEvent) => boolean;
};

/** The least score with which work is accepted (ContributionRegistry). */
const ACCEPTED = 50;

function modelSeed(chainId: number, registry: Address, modelId: bigint) {
  return keccak256(
    encodeAbiParameters(
      [{ type: "uint256" }, { type: "address" }, { type: "uint256" }],
      [BigInt(chainId), registry, modelId],
    ),
  );
}

/** @param seatOf Active seats by their wallet, in lower case. */
export function openWorkBook(
  { chainId, contracts }: Pick<Deployment, "chainId" | "contracts">,
  seatOf: ReadonlyMap<string, bigint>,
  happen: Happen,
): WorkBook {
  const models = new Map<number, OpenModel>();
  const works = new Map<bigint, Work>();
  const worksOf = new Map<string, Set<bigint>>();
  const authors = new Set<string>();
  const ruleHistory: RuleChange[] = [];

  /** The work that an event is about, and that it changes. */
  const changed = (id: bigint): Work => {
    const work = works.get(id) as Work;
    const model = models.get(work.modelId);
    if (model) model.sums = undefined;
    return work;
  };
  const leafOf = (id: bigint, at: bigint) => changed(id).leaves.find(({ index }) => index === at);
  const link = (id: bigint) => () => ({ href: `/contributions/${id}`, text: t("contribution {id}", { id }) });

  const submitted = (event: ChainEvent) => {
    const { args, time, hash } = event;
    const own = seatOf.get(keyOf(args.submitter));
    const work: Work = {
      id: args.contribution,
      modelId: Number(args.modelId),
      submitter: args.submitter,
      kind: kinds[Number(args.kind)] ?? "Data",
      ...{ items: args.items, declaredUnits: args.units, root: args.root, depth: Number(args.depth), uri: args.uri },
      ...{ submittedAt: time, submitHash: hash },
      sponsor: args.seat === 0n || args.seat === own ? undefined : args.seat,
      ...{ state: "submitted", score: undefined, scoredAt: undefined, drawnAt: undefined, challengedAt: undefined },
      ...{ finalAt: undefined, batch: undefined, units: 0n, excluded: false, endBatch: undefined },
      ...{ leaves: [], release: undefined },
    };
    works.set(work.id, work);
    put(worksOf, keyOf(work.submitter), work.id);
    const model = models.get(work.modelId);
    model?.works.push(work);
    changed(work.id);
    // What a seat earned by reviewing has no words of its own, and its items are units.
    if (isReviewPay(work)) return;
    happen(
      event,
      () =>
        t("{items, plural, one {A piece} other {# pieces}} of {kind} came in for {name}:", {
          items: work.items,
          kind: kindName(work.kind),
          name: model?.name ?? t("a model"),
        }),
      link(work.id),
    );
  };

  const published = (event: ChainEvent) => {
    const { args, time } = event;
    const model = models.get(Number(args.modelId));
    if (!model) return;
    const number = Number(args.release);
    const joins = (work: Work) => (work.batch ?? 0n) <= args.lastBatch;
    const joining = model.growing.filter(joins);
    for (const work of joining) work.release = number;
    model.growing = model.growing.filter((work) => !joins(work));
    model.releases.push({
      ...{ number, lastBatch: args.lastBatch, time, works: joining },
      ...{ weightsHash: args.weightsHash, dataRoot: args.dataRoot },
      licence: plain(args.licence, 60),
      modelCard: plain(args.modelCard, 300),
      evaluation: plain(args.evaluation, 300),
    });
    model.sums = undefined;
    happen(event, () => t("Release {number} of {name} was published.", { number, name: model.name }));
  };

  const take = (event: ChainEvent): boolean => {
    const { args, time } = event;
    switch (event.eventName) {
      case "ModelRegistered":
        models.set(Number(args.modelId), {
          id: Number(args.modelId),
          name: plain(args.name, 60).replace(/[{}]/g, ""),
          about: plain(args.uri, 300),
          till: args.till,
          seed: modelSeed(chainId, contracts.modelRegistry, args.modelId),
          ...{ releases: [], growing: [], works: [], upstream: [], earned: new Map() },
          ...{ firstPaidAt: undefined, sums: undefined },
        });
        return true;
      case "UpstreamSet": {
        const model = models.get(Number(args.modelId));
        if (model) {
          model.upstream = args.upstream.map((it: { modelId: number; bps: number }) => ({
            modelId: Number(it.modelId),
            bps: Number(it.bps),
          }));
        }
        return true;
      }
      case "ContributionSubmitted":
        submitted(event);
        return true;
      case "ContributionScored": {
        const score = Number(args.score);
        Object.assign(changed(args.contribution), {
          ...{ score, scoredAt: time, state: score >= ACCEPTED ? "accepted" : "rejected" },
        });
        return true;
      }
      case "ReviewBegun":
        Object.assign(changed(args.contribution), { state: "review", drawnAt: time });
        return true;
      case "ContributionChallenged":
        Object.assign(changed(args.contribution), { state: "challenged", challengedAt: time });
        happen(event, () => t("A verdict was challenged: a larger panel judges again."), link(args.contribution));
        return true;
      case "ContributionAnnulled":
      case "ContributionOverturned":
        Object.assign(changed(args.contribution), { state: "rejected", score: 0 });
        return true;
      case "ContributionFinal": {
        const work = changed(args.contribution);
        Object.assign(work, { state: "final", finalAt: time, units: args.units, batch: args.batch });
        models.get(work.modelId)?.growing.push(work);
        return true;
      }
      case "ContributionExcluded":
        Object.assign(changed(args.contribution), { excluded: true, endBatch: args.batch });
        return true;
      case "UnitsClaimed": {
        authors.add(keyOf(args.author));
        put(worksOf, keyOf(args.author), args.contribution);
        changed(args.contribution).leaves.push({
          ...{ contribution: args.contribution, index: args.index, author: args.author, holder: args.author },
          ...{ units: args.units, struck: [], withdrawn: false, endBatch: undefined },
        });
        return true;
      }
      case "LeafWithdrawn":
        Object.assign(leafOf(args.contribution, args.index) ?? {}, { withdrawn: true, endBatch: args.batch });
        happen(event, () => t("An author took work back: it leaves with the next release."), link(args.contribution));
        return true;
      case "LeafStruck": {
        const leaf = leafOf(args.contribution, args.index);
        if (leaf) {
          leaf.units -= args.units;
          leaf.struck.push({ units: args.units, endBatch: args.batch });
        }
        happen(event, () => t("A copied item was struck: it earns no more."), link(args.contribution));
        return true;
      }
      case "PositionRecovered": {
        const id = args.position >> 32n;
        const leaf = works.has(id) ? leafOf(id, args.position & 0xffffffffn) : undefined;
        if (leaf) leaf.holder = seatAuthor(args.seat);
        put(worksOf, keyOf(seatAuthor(args.seat)), id);
        return true;
      }
      case "KindRuleSet": {
        const { maxUnitsPerItem, tokenRate } = args;
        const rule = { maxUnitsPerItem, tokenRate, rubric: plain(args.rubric, 300) };
        ruleHistory.push({ kind: kinds[Number(args.kind)] ?? "Data", time, rule });
        return true;
      }
      case "ReleasePublished":
        published(event);
        return true;
      default:
        return false;
    }
  };

  const shown = () =>
    [...models.values()].map((model): BookModel => {
      const { growing: _, sums: __, ...rest } = model;
      return {
        ...rest,
        get sums() {
          model.sums ??= sumsOf(model);
          return model.sums;
        },
      };
    });
  const growing = () =>
    new Map(
      [...models.values()].map(({ id, growing: final }) => [
        id,
        final
          .map(({ id: of, batch = 0n, root }): Joining => ({ id: of, batch, root }))
          .sort((a, b) => (a.id < b.id ? -1 : 1)),
      ]),
    );
  return { models, works, worksOf, ruleHistory, growing, authors: () => authors.size, shown, take };
}
