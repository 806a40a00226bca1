/**
 * Reads a story's JSON strictly into plain values: amounts become bigint, addresses lower case. Anything of another type
 * than the published one is a finding; keys that nobody knows are let through, since keys may be added.
 */
import { type EntryView, type Parts, readEntry, readParts, readUpstream, type UpstreamView } from "./entries.ts";
import type { Findings } from "./findings.ts";
import { JsonNode } from "./json.ts";

export interface LeafView {
  index: number;
  author: string;
  account: string;
  items: bigint;
  unitsPerItem: bigint;
  units: bigint;
  itemsRoot: string;
}

export interface ContributionView {
  id: string;
  model: string;
  month: string;
  kind: string;
  submittedUnits: bigint;
  score: number;
  status: string;
  leaves: LeafView[];
}

/** What a seat earned of the dividend of one asset, and was paid. */
export interface EarningView {
  earned: bigint;
  claimed: bigint;
}

export interface AccountView {
  author: string;
  account: string;
  wallet: string;
  seat: string | undefined;
  units: bigint;
  tokens: bigint;
  votes: bigint;
  earned: Map<string, bigint>;
  claimed: Map<string, bigint>;
  dividend: Map<string, EarningView> | undefined;
}

export interface MemberView {
  seat: string;
  account: string;
  author: string | undefined;
  status: string;
  dividend: Map<string, EarningView>;
}

export interface TotalsView extends Parts {
  received: bigint;
  upstream: bigint;
  paid: bigint;
  residue: bigint;
  /** What the parts of all upstream slices add up to. */
  upstreamParts: Parts;
  dividendPaid: bigint;
  dividendSwept: bigint;
  dividendResidue: bigint;
}

export interface ModelView {
  id: string;
  name: string;
  upstream: UpstreamView[];
}

export interface PeriodsView {
  rebind: bigint;
  recovery: bigint;
  lapse: bigint;
  grace: bigint;
}

export interface VoteRulesView {
  quorumPercent: number;
  vetoBps: number;
  turnoutBps: number;
  fewestSeats: number;
}

export interface ReportView {
  splitBps: { contributors: number; dividend: number; reserve: number };
  scoreMax: number;
  capBps: number;
  votes: VoteRulesView;
  periods: PeriodsView;
  /** Seats of a first panel, and declared units for one review at most. */
  review: { panelSize: number; fee: bigint };
  tokenRates: Map<string, bigint>;
  models: ModelView[];
  /** Founding members, with the voice that they had when the story began. */
  founders: { seat: string; account: string; voice: bigint }[];
  contributions: ContributionView[];
  timeline: EntryView[];
  accounts: AccountView[];
  members: MemberView[];
  totals: Map<string, TotalsView>;
}

const HASH = /^0x[0-9a-f]{64}$/i;

/** Undefined if the report isn't of the published shape; what is wrong is in `findings`. */
export function readReport(report: unknown, findings: Findings): ReportView | undefined {
  const before = findings.list.length;
  const node = new JsonNode(report, "report", findings);
  findings.equal("shape", "report.schema", 1, node.get("schema").integer(), "This checks schema 1.");
  const params = node.get("params");
  const split = params.get("splitBps");
  const periods = params.get("periods");
  const votes = params.get("votes");
  const view: ReportView = {
    splitBps: {
      contributors: split.get("contributors").integer(),
      dividend: split.get("dividend").integer(),
      reserve: split.get("reserve").integer(),
    },
    scoreMax: params.get("scoreMax").integer(),
    capBps: params.get("capBps").integer(),
    votes: {
      quorumPercent: votes.get("quorumPercent").integer(),
      vetoBps: votes.get("vetoBps").integer(),
      turnoutBps: votes.get("turnoutBps").integer(),
      fewestSeats: votes.get("fewestSeats").integer(),
    },
    periods: {
      rebind: periods.get("rebind").amount(),
      recovery: periods.get("recovery").amount(),
      lapse: periods.get("lapse").amount(),
      grace: periods.get("grace").amount(),
    },
    review: {
      panelSize: params.get("review").get("panelSize").integer(),
      fee: params.get("review").get("fee").amount(),
    },
    tokenRates: new Map(params.get("tokenRates").entries((rate) => rate.amount())),
    models: params.get("models").items((model) => ({
      id: model.get("id").id(),
      name: model.get("name").text(),
      upstream: model.get("upstream").items(readUpstream),
    })),
    founders: params.get("founders").items((founder) => ({
      seat: founder.get("seat").id(),
      account: founder.get("account").address(),
      voice: founder.get("voice").amount(),
    })),
    contributions: node.get("contributions").items(readContribution),
    timeline: node.get("timeline").items(readEntry),
    accounts: node.get("accounts").items(readAccount),
    members: node.get("members").items((member) => ({
      seat: member.get("seat").id(),
      account: member.get("account").address(),
      author: member.has("author") ? member.get("author").text() : undefined,
      status: member.get("status").text(/^(active|lapsed|forfeited)$/),
      dividend: readEarnings(member.get("dividend")),
    })),
    totals: new Map(
      node.get("totals").entries((totals) => ({
        received: totals.get("received").amount(),
        upstream: totals.get("upstream").amount(),
        ...readParts(totals),
        paid: totals.get("paid").amount(),
        residue: totals.get("residue").amount(),
        upstreamParts: readParts(totals.get("upstreamParts")),
        dividendPaid: totals.get("dividendPaid").amount(),
        dividendSwept: totals.get("dividendSwept").amount(),
        dividendResidue: totals.get("dividendResidue").amount(),
      })),
    ),
  };
  node.get("mismatches").items(() => undefined);
  return findings.list.length === before ? view : undefined;
}

function readContribution(node: JsonNode): ContributionView {
  return {
    id: node.get("id").id(),
    model: node.get("model").id(),
    month: node.get("month").text(/^\d{4}-\d{2}$/),
    kind: node.get("kind").text(),
    submittedUnits: node.get("submittedUnits").amount(),
    score: node.get("score").integer(),
    status: node.get("status").text(),
    leaves: node.get("leaves").items((leaf) => ({
      index: leaf.get("index").integer(),
      author: leaf.get("author").text(),
      account: leaf.get("account").address(),
      items: leaf.get("items").amount(),
      unitsPerItem: leaf.get("unitsPerItem").amount(),
      units: leaf.get("units").amount(),
      itemsRoot: leaf.get("itemsRoot").text(HASH),
    })),
  };
}

function readAccount(node: JsonNode): AccountView {
  return {
    author: node.get("author").text(),
    account: node.get("account").address(),
    wallet: node.get("wallet").address(),
    seat: node.has("seat") ? node.get("seat").id() : undefined,
    units: node.get("units").amount(),
    tokens: node.get("tokens").amount(),
    votes: node.get("votes").amount(),
    earned: new Map(node.get("earned").entries((amount) => amount.amount())),
    claimed: new Map(node.get("claimed").entries((amount) => amount.amount())),
    dividend: node.has("dividend") ? readEarnings(node.get("dividend")) : undefined,
  };
}

function readEarnings(node: JsonNode): Map<string, EarningView> {
  return new Map(
    node.entries((asset) => ({ earned: asset.get("earned").amount(), claimed: asset.get("claimed").amount() })),
  );
}
