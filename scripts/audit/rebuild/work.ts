// Work: models and their releases, contributions with their states and scores, positions with what left of them.
import {
  type contributionRegistryAbi,
  type contributorRewardsAbi,
  type modelRegistryAbi,
  seatAuthor,
} from "@commonmind/sdk";
import type { Books, Work } from "../books.ts";
import type { Handlers } from "./handlers.ts";

/** As the registry numbers its states. */
const State = { Submitted: 1, InReview: 2, Rejected: 4, Challenged: 5, Final: 6 } as const;

function change({ works }: Books, id: bigint, what: Partial<Work>): void {
  const work = works.get(id);
  if (work) Object.assign(work, what);
}

function leave({ works }: Books, id: bigint, units: bigint): void {
  const work = works.get(id);
  if (work) work.left += units;
}

export const models: Handlers<typeof modelRegistryAbi> = {
  ModelRegistered: ({ modelId }, { models: all }) =>
    void all.set(modelId, { release: 0, releasedBatch: 0, active: 0n, releaseOfBatch: new Map() }),
  ReleasePublished({ modelId, release, lastBatch, joined, left }, { models: all }) {
    const model = all.get(modelId);
    if (!model) return;
    for (let batch = model.releasedBatch + 1; batch <= Number(lastBatch); ++batch) {
      model.releaseOfBatch.set(batch, Number(release));
    }
    model.active += joined - left;
    [model.release, model.releasedBatch] = [Number(release), Number(lastBatch)];
  },
};

export const contributions: Handlers<typeof contributionRegistryAbi> = {
  ContributionSubmitted: ({ contribution, modelId }, { works }) =>
    void works.set(contribution, {
      ...{ model: modelId, state: State.Submitted, score: 0n, left: 0n, excluded: false },
      ...{ joinBatch: undefined, endBatch: undefined, verdict: undefined },
    }),
  ReviewBegun: ({ contribution }, books) => change(books, contribution, { state: State.InReview }),
  ContributionScored: ({ contribution, score, state }, books) => change(books, contribution, { score, state }),
  ContributionChallenged: ({ contribution }, books) => change(books, contribution, { state: State.Challenged }),
  ContributionAnnulled: ({ contribution }, books) => change(books, contribution, { state: State.Rejected, score: 0n }),
  ContributionOverturned: ({ contribution }, books) =>
    change(books, contribution, { state: State.Rejected, score: 0n }),
  ContributionFinal: ({ contribution, batch }, books) =>
    change(books, contribution, { state: State.Final, joinBatch: Number(batch) }),
  ContributionExcluded({ contribution, units, batch }, books) {
    leave(books, contribution, units);
    change(books, contribution, { excluded: true, endBatch: Number(batch) });
  },
  LeafWithdrawn: ({ contribution, units }, books) => leave(books, contribution, units),
  // What had left already loses only tokens.
  LeafStruck: ({ contribution, units, batch }, books) => {
    if (batch !== 0n) leave(books, contribution, units);
  },
};

export const positions: Handlers<typeof contributorRewardsAbi> = {
  PositionOpened: ({ contribution, index, holder, units }, { positions: all }) =>
    void all.set((contribution << 32n) | index, { contribution, holder, units, endBatch: undefined, stages: [] }),
  PositionEnded({ contribution, index, endBatch }, { positions: all }) {
    const position = all.get((contribution << 32n) | index);
    if (position) position.endBatch = Number(endBatch);
  },
  PositionStruck({ contribution, index, units, endBatch }, { positions: all, works }) {
    const position = all.get((contribution << 32n) | index);
    if (!position) return;
    const end = Number(endBatch);
    // What leaves with the batch it joins with never was part of a release.
    const joins = works.get(contribution)?.joinBatch === end;
    if (!joins && position.stages.at(-1)?.endBatch !== end) {
      position.stages.push({ units: position.units, endBatch: end });
    }
    position.units -= units;
  },
  PositionRecovered({ position: id, seat }, { positions: all }) {
    const position = all.get(id);
    if (position) position.holder = seatAuthor(seat);
  },
};
