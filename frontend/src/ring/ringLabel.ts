import { count, number } from "../format/format.ts";
import { t } from "../i18n/i18n.ts";
import type { RingModel } from "./types.ts";

/** What a ring shows, for those who don't see it. */
export function ringLabel(name: string, ring: RingModel, pieces: bigint): string {
  const votes = ring.releases.reduce((sum, it) => sum + it.votes.length, 0) + ring.open.votes;
  const releases = ring.releases.length;
  return t(
    "Growth ring of {name}: {releases} {manyReleases, plural, one {release} other {releases}}, {pieces} shares of work, {votes} {manyVotes, plural, one {vote} other {votes}}",
    {
      name,
      releases: count(releases),
      manyReleases: releases,
      pieces: number(pieces),
      votes: count(votes),
      manyVotes: votes,
    },
  );
}
