export interface WeightedLabel {
  readonly label: number;
  readonly weight: bigint;
}

export interface WeightedPlurality {
  /** The labels with the most weight, ascending: several if they tie, none if nothing was said. */
  readonly labels: readonly number[];
  /** Weight by label, up to the highest label said. */
  readonly tally: readonly bigint[];
}

/** Which label the voices weigh most for. */
export function weightedPlurality(voices: readonly WeightedLabel[]): WeightedPlurality {
  const tally: bigint[] = [];
  for (const { label, weight } of voices) {
    while (tally.length <= label) tally.push(0n);
    tally[label] = (tally[label] ?? 0n) + weight;
  }
  const most = tally.reduce((max, weight) => (weight > max ? weight : max), 0n);
  const labels = [...tally.keys()].filter((label) => most > 0n && tally[label] === most);
  return { labels, tally };
}
