/** The timeline's entries, read strictly: one plain value for each type, `other` for types that nobody knows. */
import type { JsonNode } from "./json.ts";

export interface PositionView {
  id: string;
  index: number;
}

/** A model that another one was built on, and its part of that one's revenue. */
export interface UpstreamView {
  model: string;
  bps: number;
}

export interface Parts {
  contributors: bigint;
  dividend: bigint;
  reserve: bigint;
}

/** What a model gets of the revenue of one that was built on it. */
export interface SliceView extends Parts {
  model: string;
  amount: bigint;
}

/** Something that a vote carries out. */
export interface CallView {
  target: string;
  data: string;
}

interface At {
  path: string;
  seq: number;
  time: bigint;
}

export type EntryView = At &
  (
    | { type: "submit"; contribution: string; model: string; submitter: string; units: bigint }
    | { type: "score"; contribution: string; score: number }
    | { type: "draw"; contribution: string; round: number; seats: string[]; fee: bigint }
    | { type: "commit"; contribution: string; round: number; seat: string }
    | { type: "recuse"; contribution: string; round: number; seat: string }
    | { type: "reveal"; contribution: string; round: number; seat: string; score: number }
    | { type: "void"; contribution: string; round: number; seat: string; index: number }
    | { type: "tally"; contribution: string; round: number; score: number; weights: bigint[] }
    | { type: "decide"; contribution: string; round: number; score: number }
    | { type: "challenge"; contribution: string; seat: string }
    | { type: "reviewed"; contribution: string; round: number; seat: string; units: bigint }
    | { type: "pay"; reason: string; model: string; seat: string; units: bigint; contribution: string }
    | {
        type: "strike";
        contribution: string;
        index: number;
        account: string;
        item: string;
        earlier: PositionView;
        units: bigint;
        tokens: bigint;
        finder: string | undefined;
        reward: bigint;
      }
    | { type: "units"; contribution: string; index: number; account: string; units: bigint; tokens: bigint }
    | { type: "withdraw"; contribution: string; index: number; account: string; units: bigint }
    | ({ type: "propose"; proposal: string; snapshot: bigint; class: string } & {
        calls: CallView[];
        /** How many of the calls belong to each option; none: it is plain. */
        options: number[];
      })
    | { type: "vote"; proposal: string; voter: string; support: number; weight: bigint; options: number[] }
    | ({ type: "outcome"; proposal: string; class: string; state: string; winner: number } & {
        holders: { against: bigint; for: bigint; abstain: bigint; quorum: bigint };
        members: { against: number; for: number; abstain: number; seats: number };
        approvals: bigint[];
      })
    | { type: "queue"; proposal: string }
    | { type: "execute"; proposal: string; calls: CallView[] }
    | { type: "register"; model: string; name: string; upstream: UpstreamView[] }
    | { type: "release"; model: string; n: number; included: string[]; excluded: PositionView[] }
    | { type: "receive"; model: string; asset: string; amount: bigint }
    | ({ type: "settle"; model: string; asset: string; received: bigint; upstream: SliceView[] } & Parts)
    | { type: "claim"; account: string; to: string; asset: string; amount: bigint; positions: PositionView[] }
    | { type: "enrol"; seat: string; account: string; serial: bigint; expiry: bigint; founding: boolean }
    | { type: "renew"; seat: string; account: string; serial: bigint; expiry: bigint; effect: string }
    | { type: "rebindAsked"; seat: string; account: string; serial: bigint; expiry: bigint; readyAt: bigint }
    | { type: "rebind"; seat: string; from: string; to: string }
    | { type: "recover"; seat: string; from: string; to: string; tokens: bigint; positions: PositionView[] }
    | { type: "expire"; seat: string; account: string; graceEnds: bigint }
    | { type: "dividend"; seat: string; account: string; asset: string; amount: bigint }
    | { type: "sweep"; seat: string; asset: string; amount: bigint }
    | { type: "other"; name: string }
  );

export type Entry<Type extends EntryView["type"]> = Extract<EntryView, { type: Type }>;

const HASH = /^0x[0-9a-f]{64}$/i;

export function readEntry(node: JsonNode): EntryView {
  const at = { path: node.path, seq: node.get("seq").integer(), time: node.get("time").amount() };
  const type = node.get("type").text();
  const amount = (key = "amount") => node.get(key).amount();
  const address = (key = "account") => node.get(key).address();
  const id = (key: "contribution" | "proposal" | "model" | "seat") => node.get(key).id();
  const index = () => node.get("index").integer();
  const asset = () => node.get("asset").text();
  const round = () => ({ contribution: id("contribution"), round: node.get("round").integer() });
  const positions = (key: string) => node.get(key).items(readPosition);
  switch (type) {
    case "submit":
      node.get("root").text(HASH);
      return {
        ...at,
        type,
        contribution: id("contribution"),
        model: id("model"),
        submitter: address("submitter"),
        units: amount("units"),
      };
    case "score":
      return { ...at, type, contribution: id("contribution"), score: node.get("score").integer() };
    case "draw": {
      const seats = node.get("seats").items((seat) => seat.id());
      return { ...at, type, ...round(), seats, fee: amount("fee") };
    }
    case "commit":
      return { ...at, type, ...round(), seat: id("seat") };
    case "recuse":
      return { ...at, type, ...round(), seat: id("seat") };
    case "reveal":
      return { ...at, type, ...round(), seat: id("seat"), score: node.get("score").integer() };
    case "void":
      return { ...at, type, ...round(), seat: id("seat"), index: index() };
    case "tally": {
      const weights = node.get("weights").items((weight) => weight.amount());
      return { ...at, type, ...round(), score: node.get("score").integer(), weights };
    }
    case "decide":
      return { ...at, type, ...round(), score: node.get("score").integer() };
    case "challenge":
      return { ...at, type, contribution: id("contribution"), seat: id("seat") };
    case "reviewed":
      return { ...at, type, ...round(), seat: id("seat"), units: amount("units") };
    case "pay": {
      const reason = node.get("for").text(/^(review|duplicate)$/);
      const paid = { model: id("model"), seat: id("seat"), units: amount("units"), contribution: id("contribution") };
      return { ...at, type, reason, ...paid };
    }
    case "strike": {
      const leaf = { contribution: id("contribution"), index: index(), account: address() };
      const finder = node.has("finder") ? node.get("finder").id() : undefined;
      const copy = { item: node.get("item").text(HASH).toLowerCase(), earlier: readPosition(node.get("earlier")) };
      const parts = { units: amount("units"), tokens: amount("tokens"), reward: amount("reward") };
      return { ...at, type, ...leaf, ...copy, ...parts, finder };
    }
    case "units": {
      const leaf = { contribution: id("contribution"), index: index(), account: address() };
      return { ...at, type, ...leaf, units: amount("units"), tokens: amount("tokens") };
    }
    case "withdraw":
      return {
        ...at,
        type,
        contribution: id("contribution"),
        index: index(),
        account: address(),
        units: amount("units"),
      };
    case "propose": {
      const asked = { snapshot: amount("snapshot"), class: readClass(node), calls: readCalls(node) };
      const options = node.has("options") ? node.get("options").items((option) => option.get("calls").integer()) : [];
      return { ...at, type, proposal: id("proposal"), ...asked, options };
    }
    case "vote": {
      const ballot = { support: node.get("support").integer(), weight: amount("weight") };
      const options = node.has("options") ? node.get("options").items((option) => option.integer()) : [];
      return { ...at, type, proposal: id("proposal"), voter: address("voter"), ...ballot, options };
    }
    case "outcome":
      return { ...at, type, proposal: id("proposal"), class: readClass(node), ...readOutcome(node) };
    case "queue":
      return { ...at, type, proposal: id("proposal") };
    case "execute":
      return { ...at, type, proposal: id("proposal"), calls: readCalls(node) };
    case "register":
      return {
        ...at,
        type,
        model: id("model"),
        name: node.get("name").text(),
        upstream: node.get("upstream").items(readUpstream),
      };
    case "release": {
      const included = node.get("included").items((one) => one.id());
      return {
        ...at,
        type,
        model: id("model"),
        n: node.get("n").integer(),
        included,
        excluded: positions("excluded"),
      };
    }
    case "receive":
      node.get("from").address();
      return { ...at, type, model: id("model"), asset: asset(), amount: amount() };
    case "settle": {
      const upstream = node.get("upstream").items((slice) => ({
        model: slice.get("model").id(),
        amount: slice.get("amount").amount(),
        ...readParts(slice),
      }));
      return {
        ...at,
        type,
        model: id("model"),
        asset: asset(),
        received: amount("received"),
        upstream,
        ...readParts(node),
      };
    }
    case "claim": {
      const payment = { account: address(), to: address("to"), asset: asset(), amount: amount() };
      return { ...at, type, ...payment, positions: positions("positions") };
    }
    case "enrol": {
      const founding = node.has("founding") && node.get("founding").flag();
      return { ...at, type, seat: id("seat"), account: address(), ...readCredential(node), founding };
    }
    case "renew": {
      const effect = node.get("effect").text(/^(renewed|restored|reopened)$/);
      return { ...at, type, seat: id("seat"), account: address(), ...readCredential(node), effect };
    }
    case "rebindAsked":
      return { ...at, type, seat: id("seat"), account: address(), ...readCredential(node), readyAt: amount("readyAt") };
    case "rebind":
      return { ...at, type, seat: id("seat"), from: address("from"), to: address("to") };
    case "recover": {
      const move = { seat: id("seat"), from: address("from"), to: address("to"), tokens: amount("tokens") };
      return { ...at, type, ...move, positions: positions("positions") };
    }
    case "expire":
      return { ...at, type, seat: id("seat"), account: address(), graceEnds: amount("graceEnds") };
    case "dividend":
      return { ...at, type, seat: id("seat"), account: address(), asset: asset(), amount: amount() };
    case "sweep":
      return { ...at, type, seat: id("seat"), asset: asset(), amount: amount() };
    default:
      return { ...at, type: "other", name: type };
  }
}

function readClass(node: JsonNode): string {
  return node.get("class").text(/^(ordinary|constitutional)$/);
}

function readCalls(node: JsonNode): CallView[] {
  return node.get("calls").items((call) => ({
    target: call.get("target").address(),
    data: call
      .get("data")
      .text(/^0x([0-9a-f]{2})*$/i)
      .toLowerCase(),
  }));
}

function readOutcome(node: JsonNode) {
  const [holders, members] = [node.get("holders"), node.get("members")];
  return {
    state: node.get("state").text(/^(succeeded|defeated)$/),
    winner: node.get("winner").integer(),
    holders: {
      against: holders.get("against").amount(),
      for: holders.get("for").amount(),
      abstain: holders.get("abstain").amount(),
      quorum: holders.get("quorum").amount(),
    },
    members: {
      against: members.get("against").integer(),
      for: members.get("for").integer(),
      abstain: members.get("abstain").integer(),
      seats: members.get("seats").integer(),
    },
    approvals: node.has("approvals") ? node.get("approvals").items((approval) => approval.amount()) : [],
  };
}

export function readUpstream(node: JsonNode): UpstreamView {
  return { model: node.get("model").id(), bps: node.get("bps").integer() };
}

export function readParts(node: JsonNode): Parts {
  return {
    contributors: node.get("contributors").amount(),
    dividend: node.get("dividend").amount(),
    reserve: node.get("reserve").amount(),
  };
}

function readCredential(node: JsonNode): { serial: bigint; expiry: bigint } {
  return { serial: node.get("serial").amount(), expiry: node.get("expiry").amount() };
}

function readPosition(node: JsonNode): PositionView {
  const [id, index, ...more] = node.items((part) => part);
  if (id === undefined || index === undefined || more.length > 0) {
    node.refuse("[contribution, index]");
    return { id: "", index: 0 };
  }
  return { id: id.id(), index: index.integer() };
}
