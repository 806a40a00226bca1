// The story's report as tables for people.
import Table from "cli-table3";
import { formatUnits } from "viem";
import { kinds } from "../../deploy/genesis.ts";
import type { StoryReport } from "./report.ts";
import { NATIVE_ASSET, NATIVE_DECIMALS, TOKEN_DECIMALS } from "./revenue.ts";
import { voteTable } from "./voteTable.ts";

const TOP = 10;
const PLACES = 6;
const ACCEPTED = 50;
const NOTE =
  "A share is one author's part of one piece of work. Amounts are cut after six places; --json gives every base unit.";

export function storyTables(report: StoryReport): string {
  const assets = Object.keys(report.totals);
  const parts = [
    kindTable(report),
    peopleTable(report, assets),
    assetTable(report, assets),
    modelTable(report, assets),
  ];
  return [...parts, memberTable(report, assets), reviewTable(report), voteTable(report), happenings(report), NOTE].join(
    "\n\n",
  );
}

function kindTable({ contributions, params, timeline }: StoryReport): string {
  const earned = payOf(timeline);
  const table = plain(["kind", "manifests", "people", "shares", "units", "tokens"]);
  for (const kind of kinds) {
    const all = contributions.filter((work) => work.kind === kind);
    addRow(
      kind,
      kind,
      all.filter((work) => !earned.has(work.id)),
    );
    addRow(
      kind,
      "pay of reviewers and finders",
      all.filter((work) => earned.has(work.id)),
    );
  }
  return `Work by kind\n${table}`;

  function addRow(kind: keyof typeof params.tokenRates, name: string, works: typeof contributions): void {
    if (works.length === 0) return;
    const leaves = works.flatMap((work) => work.leaves);
    const units = sum(leaves.map((leaf) => leaf.units));
    const tokens = units * BigInt(params.tokenRates[kind]);
    const people = new Set(leaves.map((leaf) => leaf.author)).size;
    const shares = sum(leaves.map((leaf) => leaf.items));
    const counted = name === kind ? grouped(shares) : "";
    table.push([name, works.length, people, counted, grouped(units), money(tokens, 18)]);
  }
}

/** Contributions that are what reviewers and finders earned: units, and no pieces of work. */
function payOf(timeline: StoryReport["timeline"]): Set<string> {
  return new Set(timeline.flatMap((entry) => (entry.type === "pay" ? [entry.contribution] : [])));
}

function peopleTable({ accounts, contributions, timeline }: StoryReport, assets: string[]): string {
  const shares = new Map<string, bigint>();
  const earned = payOf(timeline);
  const works = contributions.filter(({ id }) => !earned.has(id));
  for (const { author, items } of works.flatMap((work) => work.leaves)) {
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
    // Two rows may be one wallet's: a member's, and the seat's that is the author of something.
    money(sum([...new Map(list.map(({ wallet, votes }) => [wallet, votes])).values()]), 18),
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
  const table = plain(["asset", "received", "to", "amount", "paid", "left"]);
  for (const asset of assets) {
    const total = totals[asset];
    if (!total) continue;
    const { upstreamParts: slices } = total;
    const show = (value: bigint) => money(value, decimals(asset));
    const both = (part: keyof typeof slices) => BigInt(total[part]) + BigInt(slices[part]);
    const row = (name: string, part: keyof typeof slices, paid: string | undefined, left: string | undefined) => [
      name === "contributors" ? asset : "",
      name === "contributors" ? show(BigInt(total.received)) : "",
      name,
      show(both(part)),
      paid === undefined ? "" : show(BigInt(paid)),
      left === undefined ? "" : remainder(BigInt(left), decimals(asset)),
    ];
    table.push(row("contributors", "contributors", total.paid, total.residue));
    table.push(row("members", "dividend", total.dividendPaid, total.dividendResidue));
    table.push(row("reserve", "reserve", undefined, undefined));
  }
  return `Money of all models\n${table}`;
}

function modelTable({ params, timeline }: StoryReport, assets: string[]): string {
  const table = plain(["model", "built on", "asset", "received", "passed on", "from models built on it", "kept"]);
  const settled = timeline.filter((entry) => entry.type === "settle");
  const nameOf = (id: string) => params.models.find((model) => model.id === id)?.name ?? `model ${id}`;
  for (const { id, name, upstream } of params.models) {
    const list = upstream.map(({ model, bps }) => `${nameOf(model)} ${bps / 100}%`).join(", ");
    for (const asset of assets) {
      const own = settled.filter((entry) => entry.model === id && entry.asset === asset);
      const slices = settled.filter((entry) => entry.asset === asset).flatMap((entry) => entry.upstream);
      const received = sum(own.map((entry) => entry.received));
      const passed = sum(own.flatMap((entry) => entry.upstream.map((slice) => slice.amount)));
      const got = sum(slices.filter(({ model }) => model === id).map((slice) => slice.amount));
      if (received === 0n && got === 0n) continue;
      const amounts = [received, passed, got, received - passed + got].map((value) => money(value, decimals(asset)));
      table.push([name, list, asset, ...amounts]);
    }
  }
  return `Models\n${table}`;
}

function memberTable({ members, params }: StoryReport, assets: string[]): string {
  const table = plain([
    "members",
    "seats",
    "active",
    ...assets.flatMap((asset) => [`dividend ${asset}`, `claimed ${asset}`]),
  ]);
  const founders = new Set(params.founders.map(({ seat }) => seat));
  const groups: [name: string, list: typeof members][] = [
    ["founders", members.filter(({ seat }) => founders.has(seat))],
    ["contributors who joined", members.filter(({ seat, author }) => !founders.has(seat) && author !== undefined)],
    ["others who joined", members.filter(({ seat, author }) => !founders.has(seat) && author === undefined)],
    ["all", members],
  ];
  for (const [name, list] of groups) {
    if (list.length === 0) continue;
    table.push([
      name,
      list.length,
      list.filter(({ status }) => status === "active").length,
      ...assets.flatMap((asset) =>
        (["earned", "claimed"] as const).map((key) =>
          money(sum(list.map(({ dividend }) => dividend[asset]?.[key] ?? "0")), decimals(asset)),
        ),
      ),
    ]);
  }
  return `Members and their dividend\n${table}`;
}

function reviewTable({ timeline, params }: StoryReport): string {
  const table = plain(["panels", "drawn", "seats", "scores revealed", "median spread", "units paid"]);
  const names = ["first", "appeals"] as const;
  for (const [i, name] of names.entries()) {
    const round = i + 1;
    const draws = timeline.filter((entry) => entry.type === "draw").filter((entry) => entry.round === round);
    if (draws.length === 0) continue;
    const reveals = timeline.filter((entry) => entry.type === "reveal").filter((entry) => entry.round === round);
    const paid = timeline.filter((entry) => entry.type === "reviewed").filter((entry) => entry.round === round);
    const spreads = draws
      .map(({ contribution }) => reveals.filter((one) => one.contribution === contribution).map(({ score }) => score))
      .filter((scores) => scores.length > 0)
      .map((scores) => Math.max(...scores) - Math.min(...scores))
      .sort((a, b) => a - b);
    const seats = draws.reduce((all, draw) => all + draw.seats.length, 0);
    const median = spreads[Math.floor((spreads.length - 1) / 2)] ?? 0;
    table.push([name, draws.length, seats, reveals.length, median, grouped(sum(paid.map(({ units }) => units)))]);
  }
  const fee = grouped(BigInt(params.review.fee));
  return `Reviews, of at most ${fee} units each\n${table}`;
}

/** What happened once, as sentences. */
function happenings(report: StoryReport): string {
  const { timeline, accounts } = report;
  const appealed = new Set(timeline.flatMap((entry) => (entry.type === "challenge" ? [entry.contribution] : [])));
  const authorOf = (account: string) => accounts.find((one) => one.account === account)?.author ?? account;
  const { contributions } = report;
  const workOf = (id: string) => contributions.find((work) => work.id === id);
  const peopleOf = (id: string) => [...new Set(workOf(id)?.leaves.map(({ author }) => author))].join(" and ");
  const lines = timeline.flatMap((entry): string[] => {
    switch (entry.type) {
      case "score": {
        if (entry.score >= ACCEPTED || appealed.has(entry.contribution)) return [];
        return [
          `The panel gave work ${entry.contribution} of ${peopleOf(entry.contribution)} ${entry.score} of 100: rejected.`,
        ];
      }
      case "challenge": {
        const id = entry.contribution;
        const [first, last] = timeline.flatMap((one) =>
          one.type === "score" && one.contribution === id ? [one.score] : [],
        );
        const verdict = `the first panel had given ${first}, the second, of ${entry.size}, gave ${last}`;
        return [`Seat ${entry.seat} challenged the verdict on work ${id} of ${peopleOf(id)}: ${verdict}.`];
      }
      case "void":
        return [`Seat ${entry.seat} was drawn to judge work ${entry.contribution}, which is partly its own: voided.`];
      case "strike": {
        const [copied, from] = [`${entry.contribution} of ${authorOf(entry.account)}`, entry.earlier[0]];
        const reward = entry.finder === undefined ? "" : ` Seat ${entry.finder} found it, for ${entry.reward} units.`;
        return [`An item of work ${copied} was copied from work ${from}: struck, its tokens burnt.${reward}`];
      }
      case "withdraw": {
        const work = `leaf ${entry.index} of work ${entry.contribution}`;
        return [
          `${authorOf(entry.account)} took back ${work}, ${grouped(BigInt(entry.units))} units: it left with release 2.`,
        ];
      }
      case "rebind":
        return [`Seat ${entry.seat} of ${authorOf(entry.from)} moved from a lost wallet to ${entry.to}.`];
      case "recover": {
        const { tokens, positions, seat } = entry;
        const what = positions.length > 0 ? `${positions.length} positions` : `${money(BigInt(tokens), 18)} tokens`;
        return [`${what} of the lost wallet followed seat ${seat}.`];
      }
      case "expire":
        return [`Seat ${entry.seat} wasn't renewed: it lapsed, and what it could claim was frozen.`];
      case "renew":
        return [`Seat ${entry.seat} was renewed and ${entry.effect}; for the gap it got nothing.`];
      case "sweep": {
        const value = money(BigInt(entry.amount), decimals(entry.asset));
        return [`Seat ${entry.seat} never came back: ${value} ${entry.asset} went back to all members.`];
      }
      default:
        return [];
    }
  });
  return `What else happened\n${lines.map((line) => `  ${line}`).join("\n")}`;
}

export function plain(head: string[]) {
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

/** Less than the places show is told in base units. */
function remainder(value: bigint, places: number): string {
  return value > 0n && value < 10n ** BigInt(places - PLACES) ? `${value} base units` : money(value, places);
}

function grouped(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ",");
}
