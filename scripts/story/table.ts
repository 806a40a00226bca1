// The story's report as tables for people. Amounts are cut after six places; the JSON has every base unit. A share is one
// author's part of one piece of work, so that work of several authors counts once for each.
import Table from "cli-table3";
import { formatUnits } from "viem";
import { storyKinds } from "./history.ts";
import type { StoryReport } from "./report.ts";
import { NATIVE_ASSET, NATIVE_DECIMALS, TOKEN_DECIMALS } from "./revenue.ts";

const TOP = 10;
const PLACES = 6;

export function storyTables(report: StoryReport): string {
  const assets = Object.keys(report.totals);
  return [kindTable(report), peopleTable(report, assets), assetTable(report, assets)].join("\n\n");
}

function kindTable({ contributions, params }: StoryReport): string {
  const table = plain(["kind", "manifests", "people", "shares", "units", "tokens"]);
  for (const kind of storyKinds) {
    const works = contributions.filter((work) => work.kind === kind);
    if (works.length === 0) continue;
    const leaves = works.flatMap((work) => work.leaves);
    const units = sum(leaves.map((leaf) => leaf.units));
    const tokens = units * BigInt(params.tokenRates[kind]);
    const people = new Set(leaves.map((leaf) => leaf.author)).size;
    const shares = sum(leaves.map((leaf) => leaf.items));
    table.push([kind, works.length, people, grouped(shares), grouped(units), money(tokens, 18)]);
  }
  return `Work by kind\n${table}`;
}

function peopleTable({ accounts, contributions }: StoryReport, assets: string[]): string {
  const shares = new Map<string, bigint>();
  for (const { author, items } of contributions.flatMap((work) => work.leaves)) {
    shares.set(author, (shares.get(author) ?? 0n) + BigInt(items));
  }
  const table = plain([
    "author",
    "shares",
    "units",
    "tokens",
    "votes",
    ...assets.flatMap((asset) => [`earned ${asset}`, `claimed ${asset}`]),
  ]);
  const byUnits = [...accounts].sort((a, b) => (BigInt(b.units) > BigInt(a.units) ? 1 : -1));
  const row = (name: string, list: typeof accounts) => [
    name,
    grouped(list.reduce((total, { author }) => total + (shares.get(author) ?? 0n), 0n)),
    grouped(sum(list.map(({ units }) => units))),
    money(sum(list.map(({ tokens }) => tokens)), 18),
    money(sum(list.map(({ votes }) => votes)), 18),
    ...assets.flatMap((asset) => [
      money(sum(list.map(({ earned }) => earned[asset] ?? "0")), decimals(asset)),
      money(sum(list.map(({ claimed }) => claimed[asset] ?? "0")), decimals(asset)),
    ]),
  ];
  for (const account of byUnits.slice(0, TOP)) table.push(row(account.author, [account]));
  const others = byUnits.slice(TOP);
  if (others.length > 0) table.push(row(`${others.length} others`, others));
  return `Top contributors\n${table}`;
}

function assetTable({ totals }: StoryReport, assets: string[]): string {
  const table = plain(["asset", "received", "contributors", "dividend", "reserve", "paid", "residue (base units)"]);
  for (const asset of assets) {
    const total = totals[asset];
    if (!total) continue;
    const show = (value: string) => money(BigInt(value), decimals(asset));
    table.push([
      asset,
      show(total.received),
      show(total.contributors),
      show(total.dividend),
      show(total.reserve),
      show(total.paid),
      total.residue,
    ]);
  }
  return `Money\n${table}`;
}

function plain(head: string[]) {
  const colAligns = head.map((_, i) => (i === 0 ? "left" : "right") as "left" | "right");
  const chars = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
  };
  return new Table({ head, colAligns, chars, style: { "padding-left": 0, "padding-right": 0, head: [], border: [] } });
}

const decimals = (asset: string): number => (asset === NATIVE_ASSET ? NATIVE_DECIMALS : TOKEN_DECIMALS);

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((total, value) => total + BigInt(value), 0n);
}

function money(value: bigint, places: number): string {
  const [whole = "0", fraction = ""] = formatUnits(value, places).split(".");
  return `${grouped(BigInt(whole))}.${fraction.padEnd(PLACES, "0").slice(0, PLACES)}`;
}

function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
