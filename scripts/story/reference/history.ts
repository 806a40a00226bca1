/**
 * What a history and a revenue table mean, recomputed from their raw text by the published rule alone.
 *
 * Written a second time on purpose: nothing here is shared with what the story runs on, so a mistake in the one shows as a
 * difference from the other.
 */
import { parse } from "csv-parse/sync";
import { keccak256, stringToBytes } from "viem";
import { privateKeyToAddress } from "viem/accounts";

export interface ExpectedManifest {
  month: string;
  kind: string;
  /** The first release that it may be part of. */
  release: number;
  /** Number of items by {@link leafKey}. */
  leaves: Map<string, bigint>;
  units: bigint;
}

export interface ExpectedHistory {
  /** By {@link manifestKey}. */
  manifests: Map<string, ExpectedManifest>;
  people: Set<string>;
  /** 2 if there are months after the first half, else 1. */
  releases: number;
}

export interface ExpectedPayment {
  phase: number;
  asset: string;
  amount: bigint;
}

const AREAS: [kind: string, areas: string[]][] = [
  ["Data", ["data"]],
  ["Validation", ["eval", "eval_code", "test"]],
  ["Training", ["model"]],
  ["Knowledge", ["docs"]],
  ["Code", ["infra", "app"]],
];

export function manifestKey(month: string, kind: string): string {
  return `${month} ${kind}`;
}

export function leafKey(author: string, unitsPerItem: bigint): string {
  return `${unitsPerItem} ${author}`;
}

export function expectHistory(csv: string): ExpectedHistory {
  const rows = readRecords(csv);
  const manifests = new Map<string, ExpectedManifest>();
  const people = new Set<string>();
  for (const row of rows) {
    const month = cell(row, "date").slice(0, 7);
    const kind = AREAS.find(([, areas]) => areas.includes(cell(row, "area")))?.[0];
    if (kind === undefined) throw new RangeError(`unknown area ${cell(row, "area")}`);

    const lines = BigInt(cell(row, "lines_added")) + BigInt(cell(row, "lines_removed"));
    let bits = 0n;
    for (let left = lines; left > 0n; left >>= 1n) bits += 1n;
    const worth = 1000n * (1n + bits);
    const names = `${cell(row, "author")};${cell(row, "coauthors")}`.split(";").filter((name) => name !== "");
    const sharers = names.filter((name, place) => names.indexOf(name) === place);
    const each = worth / BigInt(sharers.length);
    const first = worth - each * BigInt(sharers.length - 1);

    const key = manifestKey(month, kind);
    const manifest = manifests.get(key) ?? { month, kind, release: 0, leaves: new Map<string, bigint>(), units: 0n };
    manifests.set(key, manifest);
    manifest.units += worth;
    sharers.forEach((person, place) => {
      people.add(person);
      const leaf = leafKey(person, place === 0 ? first : each);
      manifest.leaves.set(leaf, (manifest.leaves.get(leaf) ?? 0n) + 1n);
    });
  }
  const months = [...new Set([...manifests.values()].map(({ month }) => month))].sort();
  for (const manifest of manifests.values()) {
    // Rounding the first half up makes the middle month of an odd number part of release 1.
    manifest.release = 2 * months.indexOf(manifest.month) < months.length ? 1 : 2;
  }
  return { manifests, people, releases: months.length > 1 ? 2 : 1 };
}

export function expectPayments(csv: string): ExpectedPayment[] {
  return readRecords(csv).map((row) => {
    const phase = /before/i.test(cell(row, "phase")) ? 0 : Number(cell(row, "phase").trim().slice(-1));
    const label = cell(row, "asset");
    const asset = /^(native|eth)$/i.test(label) ? "ETH" : label;
    return { phase, asset, amount: BigInt(cell(row, "amount")) };
  });
}

const known = new Map<string, string>();

/** Account that the story derives for an author id, in lower case. */
export function accountOf(author: string): string {
  const address = known.get(author) ?? derive(author);
  known.set(author, address);
  return address;
}

/** Of a member without a part in the history. */
export function memberAccount(name: string): string {
  return privateKeyToAddress(keccak256(stringToBytes(`commonmind.story.member:${name}`))).toLowerCase();
}

function derive(author: string): string {
  return privateKeyToAddress(keccak256(stringToBytes(`commonmind.story.author:${author}`))).toLowerCase();
}

function readRecords(csv: string): Record<string, string>[] {
  const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true, skip_empty_lines: true });
  if (rows.length === 0) throw new RangeError("the table has no rows");
  return rows;
}

function cell(row: Record<string, string>, column: string): string {
  const value = row[column];
  if (value === undefined) throw new RangeError(`the table has no column ${column}`);
  return value;
}
