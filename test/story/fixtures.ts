/** Small histories that a reader can recompute by hand. */
import type { RevenueRow } from "../../scripts/story/revenue.ts";

export const HEADER = "date,author,coauthors,area,files_changed,lines_added,lines_removed,item";

export function item(n: number): string {
  return `0x${n.toString(16).padStart(64, "0")}`;
}

export interface RowText {
  date?: string;
  author?: string;
  coauthors?: string;
  area?: string;
  files?: string;
  added?: string;
  removed?: string;
  item?: string;
}

/** A history of these rows; what a row leaves out is valid and different on every row. */
export function historyOf(rows: readonly RowText[], newline = "\n"): string {
  const lines = rows.map((row, n) => {
    const { date = "2024-01-02", author = "ana", coauthors = "", area = "docs" } = row;
    return [
      date,
      author,
      coauthors,
      area,
      row.files ?? "1",
      row.added ?? "3",
      row.removed ?? "0",
      row.item ?? item(n + 1),
    ];
  });
  return [HEADER, ...lines.map((line) => line.join(",")), ""].join(newline);
}

/** Three months, four people, four kinds. */
export const SMALL = historyOf([
  { date: "2024-01-05", author: "ana", area: "data", added: "100", removed: "27" },
  { date: "2024-01-09", author: "ana", area: "data", added: "64", removed: "0" },
  { date: "2024-01-11", author: "ben", coauthors: "ana;chi", area: "data", added: "5", removed: "4" },
  { date: "2024-01-20", author: "chi", area: "docs", added: "0", removed: "0" },
  { date: "2024-02-01", author: "ben", area: "app", added: "1000", removed: "24" },
  { date: "2024-02-28", author: "dee", area: "infra", added: "2", removed: "1" },
  { date: "2024-04-01", author: "dee", coauthors: "ana", area: "model", added: "77", removed: "3" },
  { date: "2024-04-03", author: "chi", area: "eval", added: "9", removed: "9" },
]);

export const SMALL_REVENUE: readonly RevenueRow[] = [
  { phase: 0, asset: "ETH", amount: 1_000_000_000_000_000_003n },
  { phase: 1, asset: "ETH", amount: 12_345_678_901_234_567_897n },
  { phase: 1, asset: "USDC", amount: 48_213_377_719n },
  { phase: 1, asset: "USDC", amount: 11n },
  { phase: 2, asset: "ETH", amount: 7_333_333_333_333_333_331n },
  { phase: 2, asset: "USDC", amount: 91_846_153_847n },
];

/** The docs of January are rejected. */
export function smallScore({ kind }: { kind: string }, place: number): number {
  return kind === "Knowledge" ? 49 : 50 + ((place * 17) % 51);
}
