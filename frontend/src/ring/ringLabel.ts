import { count, number, plural } from "../format/format.ts";
import type { RingModel } from "./types.ts";

/** What a ring shows, for those who don't see it. */
export function ringLabel(name: string, ring: RingModel, pieces: bigint): string {
  const votes = ring.releases.reduce((sum, it) => sum + it.votes.length, 0) + ring.open.votes;
  const releases = ring.releases.length;
  return `Growth ring of ${name}: ${count(releases)} ${plural(releases, "release")}, ${number(pieces)} shares of work, ${count(votes)} ${plural(votes, "vote")}`;
}
