/**
 * Reads a story's JSON strictly into plain values: amounts become bigint, addresses lower case. Anything of another type
 * than the published one is a finding; keys that nobody knows are let through, since keys may be added.
 */
import type { Findings } from "./findings.ts";

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

export interface PositionView {
  id: string;
  index: number;
}

interface At {
  path: string;
  seq: number;
  time: bigint;
}

export type EntryView = At &
  (
    | { type: "submit"; contribution: string; model: string; units: bigint }
    | { type: "score"; contribution: string; score: number }
    | { type: "units"; contribution: string; index: number; account: string; units: bigint; tokens: bigint }
    | { type: "propose"; proposal: string; snapshot: bigint }
    | { type: "vote"; proposal: string; voter: string; support: number; weight: bigint }
    | { type: "queue" | "execute"; proposal: string }
    | { type: "release"; model: string; n: number; included: string[]; excluded: PositionView[] }
    | { type: "receive"; model: string; asset: string; amount: bigint }
    | ({ type: "settle"; model: string; asset: string; received: bigint; upstream: unknown[] } & Slices)
    | { type: "claim"; account: string; asset: string; amount: bigint; positions: PositionView[] }
    | { type: "other"; name: string }
  );

export interface Slices {
  contributors: bigint;
  dividend: bigint;
  reserve: bigint;
}

export interface AccountView {
  author: string;
  account: string;
  units: bigint;
  tokens: bigint;
  votes: bigint;
  earned: Map<string, bigint>;
  claimed: Map<string, bigint>;
}

export interface TotalsView extends Slices {
  received: bigint;
  upstream: bigint;
  paid: bigint;
  residue: bigint;
}

export interface ReportView {
  splitBps: { contributors: number; dividend: number; reserve: number };
  scoreMax: number;
  tokenRates: Map<string, bigint>;
  contributions: ContributionView[];
  timeline: EntryView[];
  accounts: AccountView[];
  totals: Map<string, TotalsView>;
}

/** Undefined if the report isn't of the published shape; what is wrong is in `findings`. */
export function readReport(report: unknown, findings: Findings): ReportView | undefined {
  const before = findings.list.length;
  const node = new JsonNode(report, "report", findings);
  findings.equal("shape", "report.schema", 1, node.get("schema").integer(), "This checks schema 1.");
  const params = node.get("params");
  const split = params.get("splitBps");
  const view: ReportView = {
    splitBps: {
      contributors: split.get("contributors").integer(),
      dividend: split.get("dividend").integer(),
      reserve: split.get("reserve").integer(),
    },
    scoreMax: params.get("scoreMax").integer(),
    tokenRates: new Map(params.get("tokenRates").entries((rate) => rate.amount())),
    contributions: node.get("contributions").items(readContribution),
    timeline: node.get("timeline").items(readEntry),
    accounts: node.get("accounts").items((account) => ({
      author: account.get("author").text(),
      account: account.get("account").address(),
      units: account.get("units").amount(),
      tokens: account.get("tokens").amount(),
      votes: account.get("votes").amount(),
      earned: new Map(account.get("earned").entries((amount) => amount.amount())),
      claimed: new Map(account.get("claimed").entries((amount) => amount.amount())),
    })),
    totals: new Map(
      node.get("totals").entries((totals) => ({
        received: totals.get("received").amount(),
        upstream: totals.get("upstream").amount(),
        ...readSlices(totals),
        paid: totals.get("paid").amount(),
        residue: totals.get("residue").amount(),
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

function readEntry(node: JsonNode): EntryView {
  const at = { path: node.path, seq: node.get("seq").integer(), time: node.get("time").amount() };
  const type = node.get("type").text();
  const contribution = () => node.get("contribution").id();
  const proposal = () => node.get("proposal").id();
  const model = () => node.get("model").id();
  const asset = () => node.get("asset").text();
  const account = () => node.get("account").address();
  switch (type) {
    case "submit":
      node.get("submitter").address();
      node.get("root").text(HASH);
      return { ...at, type, contribution: contribution(), model: model(), units: node.get("units").amount() };
    case "score":
      return { ...at, type, contribution: contribution(), score: node.get("score").integer() };
    case "units": {
      const amounts = { units: node.get("units").amount(), tokens: node.get("tokens").amount() };
      const index = node.get("index").integer();
      return { ...at, type, contribution: contribution(), index, account: account(), ...amounts };
    }
    case "propose":
      return { ...at, type, proposal: proposal(), snapshot: node.get("snapshot").amount() };
    case "vote": {
      const ballot = { support: node.get("support").integer(), weight: node.get("weight").amount() };
      return { ...at, type, proposal: proposal(), voter: node.get("voter").address(), ...ballot };
    }
    case "queue":
    case "execute":
      return { ...at, type, proposal: proposal() };
    case "release": {
      const included = node.get("included").items((id) => id.id());
      const excluded = node.get("excluded").items(readPosition);
      return { ...at, type, model: model(), n: node.get("n").integer(), included, excluded };
    }
    case "receive":
      node.get("from").address();
      return { ...at, type, model: model(), asset: asset(), amount: node.get("amount").amount() };
    case "settle": {
      const upstream = node.get("upstream").items(() => undefined);
      const received = node.get("received").amount();
      return { ...at, type, model: model(), asset: asset(), received, upstream, ...readSlices(node) };
    }
    case "claim": {
      const positions = node.get("positions").items(readPosition);
      return { ...at, type, account: account(), asset: asset(), amount: node.get("amount").amount(), positions };
    }
    default:
      return { ...at, type: "other", name: type };
  }
}

function readPosition(node: JsonNode): PositionView {
  const [id, index, ...more] = node.items((part) => part);
  if (id === undefined || index === undefined || more.length > 0) {
    node.refuse("[contribution, index]");
    return { id: "", index: 0 };
  }
  return { id: id.id(), index: index.integer() };
}

function readSlices(node: JsonNode): Slices {
  return {
    contributors: node.get("contributors").amount(),
    dividend: node.get("dividend").amount(),
    reserve: node.get("reserve").amount(),
  };
}

const HASH = /^0x[0-9a-f]{64}$/i;

/** A value of the report and where it stands. Reads of a wrong type are reported and give a value that fits the type. */
class JsonNode {
  readonly #value: unknown;
  readonly #findings: Findings;
  readonly path: string;

  constructor(value: unknown, path: string, findings: Findings) {
    this.#value = value;
    this.path = path;
    this.#findings = findings;
  }

  refuse(wanted: string): void {
    const actual = this.#value === undefined ? "nothing" : (JSON.stringify(this.#value)?.slice(0, 80) ?? "nothing");
    this.#findings.add("shape", this.path, wanted, actual, `${this.path} must be ${wanted}.`);
  }

  get(key: string): JsonNode {
    const value = this.#value;
    const inner = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return new JsonNode(inner, `${this.path}.${key}`, this.#findings);
  }

  items<T>(read: (node: JsonNode) => T): T[] {
    if (Array.isArray(this.#value)) {
      return this.#value.map((item: unknown, i) => read(new JsonNode(item, `${this.path}[${i}]`, this.#findings)));
    }
    this.refuse("a list");
    return [];
  }

  entries<T>(read: (node: JsonNode) => T): [string, T][] {
    if (isRecord(this.#value)) return Object.keys(this.#value).map((key) => [key, read(this.get(key))]);
    this.refuse("an object");
    return [];
  }

  amount(): bigint {
    const value = this.#value;
    if (typeof value === "string" && /^(0|[1-9]\d*)$/.test(value)) return BigInt(value);
    return this.#wrong("a decimal string of base units", 0n);
  }

  integer(): number {
    const value = this.#value;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    return this.#wrong("a whole number", 0);
  }

  id(): string {
    return this.text(/^\d+$/);
  }

  address(): string {
    return this.text(/^0x[0-9a-f]{40}$/i).toLowerCase();
  }

  text(pattern?: RegExp): string {
    const value = this.#value;
    if (typeof value === "string" && value !== "" && pattern?.test(value) !== false) return value;
    return this.#wrong(pattern === undefined ? "a text" : `a text of the form ${pattern.source}`, "");
  }

  #wrong<T>(wanted: string, instead: T): T {
    this.refuse(wanted);
    return instead;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
