import { count, number } from "../format/format.ts";
import { t } from "../i18n/i18n.ts";
import type { RingModel } from "./types.ts";

/** What a ring shows, for those who don't see it. */
export function ringLabel(name: string, ring: RingModel, pieces: bigint): string {
  const votes = ring.releases.reduce((sum, it) => sum + it.votes.length, 0) + ring.open.votes;
  const releases = ring.releases.length;
  return t(
    "Growth ring of {name}: {releases} {releasesN, plural, one {release} other {releases}}, {pieces} shares of work, {votes} {votesN, plural, one {vote} other {votes}}",
    {
      name,
      releases: count(releases),
      releasesN: releases,
      pieces: number(pieces),
      votes: count(votes),
      votesN: votes,
    },
  );
}
