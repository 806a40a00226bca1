import { expect } from "chai";
import { checkStory } from "../../scripts/story/reference/check.ts";
import { SMALL, SMALL_REVENUE } from "./fixtures.ts";
import {
  again,
  at,
  check,
  drop,
  early,
  entry,
  following,
  lastSettle,
  lesson,
  moved,
  type Report,
  small,
} from "./reports.ts";
import { PAYER } from "./roles.ts";
import { simulate } from "./simulator.ts";

const NO_PARTS = { contributors: "0", dividend: "0", reserve: "0" } as const;

const otherCall = { target: PAYER, data: "0x00" } as const;

function directions(report: Report) {
  const asked = report.timeline.filter((one) => one.type === "propose");
  return at(
    asked.filter(({ options }) => options !== undefined),
    0,
  );
}

function onDirections(report: Report) {
  const { proposal } = directions(report);
  const ballots = report.timeline.filter((one) => one.type === "vote");
  return at(
    ballots.filter((one) => one.proposal === proposal),
    0,
  );
}

function refused(report: Report, ofClass: string) {
  const ended = report.timeline.filter((one) => one.type === "outcome");
  return at(
    ended.filter((one) => one.class === ofClass && one.state === "defeated"),
    0,
  );
}

function passed(report: Report, ofClass: string) {
  Object.assign(refused(report, ofClass), { state: "succeeded", winner: 1 });
}

/** Takes the voice of a seat of the first panel away, by a leaf that is an author's. */
function voidSeat(report: Report, seat: string): void {
  const { contribution, round } = entry(report, "tally");
  const before = report.timeline.findIndex(({ type }) => type === "tally");
  const { seq, time } = at(report.timeline, before - 1);
  for (const one of report.timeline.slice(before)) one.seq += 1;
  report.timeline.splice(before, 0, { seq: seq + 1, time, type: "void", contribution, round, seat, index: 0 });
}

function strikeFirst(report: Report): void {
  const { contribution, index, account } = entry(report, "units");
  const copy = {
    contribution,
    index,
    account,
    item: `0x${"11".repeat(32)}` as const,
    earlier: ["1", 0] as [string, number],
  };
  report.timeline.push({ ...following(report), type: "strike", ...copy, units: "1", tokens: "0", reward: "0" });
}

describe("The reference model finds a story that isn't the rule's", () => {
  const faults: [what: string, plant: (report: Report) => void, kind: string][] = [
    ["a missing contribution", (report) => report.contributions.splice(2, 1), "manifest"],
    ["missing pay", (report) => report.contributions.pop(), "timeline"],
    [
      "a contribution too many",
      (report) => report.contributions.push({ ...at(report.contributions, 0), id: "99" }),
      "manifest",
    ],
    ["a missing leaf", (report) => at(report.contributions, 0).leaves.pop(), "manifest"],
    [
      "a leaf of another author",
      (report) => Object.assign(at(at(report.contributions, 0).leaves, 0), { author: "dee" }),
      "manifest",
    ],
    [
      "a leaf of another account",
      (report) => Object.assign(at(at(report.contributions, 0).leaves, 0), { account: at(report.accounts, 3).account }),
      "manifest",
    ],
    [
      "rejected work shown as accepted",
      (report) => Object.assign(at(report.contributions, 1), { status: "Accepted" }),
      "contribution",
    ],
    ["a release without one of its contributions", (report) => entry(report, "release").included.pop(), "release"],
    [
      "a release with a contribution of later months",
      (report) => entry(report, "release").included.push("5"),
      "release",
    ],
    ["a leaf excluded that earned on", (report) => entry(report, "release", 2).excluded.push(["1", 0]), "claim"],
    ["a leaf excluded that doesn't exist", (report) => entry(report, "release", 2).excluded.push(["1", 77]), "release"],
    [
      "a claim for another's position",
      (report) =>
        Object.assign(entry(report, "claim"), {
          positions: [
            ["1", 0],
            ["3", 1],
          ],
        }),
      "claim",
    ],
    ["a claim that names a position twice", (report) => entry(report, "claim").positions.push(["1", 0]), "claim"],
    [
      "units claimed twice",
      (report) => report.timeline.push({ ...entry(report, "units"), ...following(report) }),
      "units",
    ],
    ["units never claimed", (report) => drop(report, "units"), "units"],
    ["a payment that never came", (report) => drop(report, "receive"), "receive"],
    ["a settlement left out", (report) => drop(report, "settle"), "settle"],
    ["a release left out", (report) => drop(report, "release"), "release"],
    ["a score left out", (report) => drop(report, "score"), "timeline"],
    ["a ballot left out", (report) => drop(report, "vote"), "vote"],
    [
      "a ballot for an option that there isn't",
      (report) => Object.assign(onDirections(report), { options: [4] }),
      "vote",
    ],
    ["a ballot for another option", (report) => Object.assign(onDirections(report), { options: [1] }), "vote"],
    ["a ballot between options for none", (report) => Object.assign(onDirections(report), { options: [0] }), "vote"],
    [
      "options on a ballot about a plain proposal",
      (report) => Object.assign(entry(report, "vote"), { options: [1] }),
      "vote",
    ],
    ["a ballot after voting ended", (report) => again(report, "vote"), "timeline"],
    ["a vote without an end", (report) => drop(report, "outcome"), "timeline"],
    [
      "a constitutional proposal that members refused shown as passed",
      (report) => passed(report, "constitutional"),
      "vote",
    ],
    ["an ordinary proposal that members vetoed shown as passed", (report) => passed(report, "ordinary"), "vote"],
    [
      "a constitutional proposal shown as an ordinary one",
      (report) => Object.assign(refused(report, "constitutional"), { class: "ordinary" }),
      "vote",
    ],
    [
      "a defeated proposal that was carried out",
      (report) => again(report, "queue", { proposal: refused(report, "ordinary").proposal }),
      "vote",
    ],
    [
      "another option carried out than the one that won",
      (report) => Object.assign(entry(report, "execute", 3), { calls: entry(report, "execute", 0).calls }),
      "vote",
    ],
    ["more carried out than was decided", (report) => entry(report, "execute").calls.push(otherCall), "vote"],
    ["calls of a ballot that no option has", (report) => directions(report).calls.push(otherCall), "vote"],
    ["a verdict that nobody gave", (report) => drop(report, "tally"), "review"],
    ["a panel without a draw", (report) => drop(report, "draw"), "review"],
    ["a score that was never committed to", (report) => drop(report, "commit"), "review"],
    ["a score revealed twice", (report) => again(report, "reveal"), "review"],
    [
      "a score by somebody who isn't on the panel",
      (report) => Object.assign(entry(report, "reveal"), { seat: "7" }),
      "review",
    ],
    ["a verdict that isn't the median", (report) => Object.assign(entry(report, "reveal"), { score: 3 }), "review"],
    ["a seat that is drawn twice", (report) => entry(report, "draw").seats.splice(0, 1, "5"), "review"],
    ["a voice without weight", (report) => entry(report, "tally").weights.splice(0, 1, "0"), "review"],
    ["a voice taken away by somebody else's leaf", (report) => voidSeat(report, "2"), "review"],
    ["pay for a better score", (report) => Object.assign(entry(report, "reviewed", 1), { units: "100" }), "review"],
    ["pay that nobody earned", (report) => Object.assign(entry(report, "pay"), { units: "7" }), "review"],
    ["pay that nobody collected", (report) => drop(report, "pay"), "review"],
    ["a second panel that nobody asked for", (report) => again(report, "draw", { round: 2 }), "review"],
    ["a copy that is no copy", (report) => strikeFirst(report), "strike"],
    ["an execution without a proposal", (report) => drop(report, "propose"), "timeline"],
    [
      "a payment under another asset's name",
      (report) => Object.assign(entry(report, "receive"), { asset: "DAI" }),
      "receive",
    ],
    ["a time that goes back", (report) => Object.assign(at(report.timeline, 3), { time: "5" }), "timeline"],
    ["a place in the order used twice", (report) => Object.assign(at(report.timeline, 3), { seq: 2 }), "timeline"],
    ["a person without an account", (report) => report.accounts.pop(), "account"],
    ["an asset that never came", (report) => Object.assign(at(report.accounts, 0).claimed, { DAI: "0" }), "account"],
    [
      "totals of an asset that never came",
      (report) => Object.assign(report.totals, { DAI: report.totals.ETH }),
      "totals",
    ],
    [
      "upstream nobody has",
      (report) => entry(report, "settle").upstream.push({ model: "2", amount: "0", ...NO_PARTS }),
      "settle",
    ],
    ["a slice left out", (report) => lastSettle(report).upstream.pop(), "settle"],
    [
      "a slice of another model",
      (report) => Object.assign(at(lastSettle(report).upstream, 0), { model: "2" }),
      "settle",
    ],
    ["a model nobody registered", (report) => drop(report, "register"), "model"],
    [
      "a model built on something else",
      (report) => Object.assign(entry(report, "register"), { upstream: [] }),
      "model",
    ],
    ["a lineage that works out otherwise", (report) => at(report.params.models, 1).upstream.pop(), "model"],
    ["a model of another name", (report) => Object.assign(at(report.params.models, 1), { name: "Guide" }), "model"],
    ["a withdrawn leaf that stays", (report) => entry(report, "release", 2).excluded.pop(), "release"],
    ["a leaf that leaves though nobody withdrew it", (report) => drop(report, "withdraw"), "release"],
    ["a leaf withdrawn twice", (report) => again(report, "withdraw"), "withdraw"],
    ["lessons of another size", (report) => Object.assign(lesson(report), { items: "2" }), "manifest"],
    [
      "lessons read by nobody's seat",
      (report) => Object.assign(lesson(report, 1, 3), { author: "seat:99" }),
      "manifest",
    ],
    ["a member who never joined", (report) => drop(report, "enrol", 8), "seat"],
    ["two seats of one account", (report) => again(report, "enrol", { seat: "99" }), "seat"],
    ["a founder who isn't one", (report) => Object.assign(entry(report, "enrol", 8), { founding: true }), "seat"],
    ["a seat that moved without asking", (report) => drop(report, "rebindAsked"), "seat"],
    ["a seat that moved too early", (report) => early(report, "rebind"), "seat"],
    ["a seat that moved elsewhere", (report) => Object.assign(entry(report, "rebind"), { to: PAYER }), "seat"],
    ["belongings that followed too early", (report) => early(report, "recover"), "recover"],
    ["belongings that went elsewhere", (report) => Object.assign(entry(report, "recover"), { to: PAYER }), "recover"],
    ["tokens that stayed behind", (report) => drop(report, "recover"), "account"],
    ["positions that stayed behind", (report) => drop(report, "recover", 1), "claim"],
    ["positions nobody lost", (report) => entry(report, "recover", 1).positions.push(["6", 0]), "recover"],
    [
      "a claim paid to the lost wallet",
      (report) => Object.assign(moved(report), { to: entry(report, "recover").from }),
      "claim",
    ],
    [
      "a claim for the lost wallet",
      (report) => Object.assign(moved(report), { account: entry(report, "recover").from }),
      "claim",
    ],
    ["a seat that lapsed too early", (report) => early(report, "expire"), "seat"],
    ["a seat that never lapsed", (report) => drop(report, "expire"), "sweep"],
    ["a renewal after the grace", (report) => Object.assign(entry(report, "renew"), { effect: "reopened" }), "seat"],
    ["a renewal by an old credential", (report) => Object.assign(entry(report, "renew"), { serial: "1" }), "seat"],
    ["a sweep within the grace", (report) => early(report, "sweep"), "sweep"],
    ["a sweep left out", (report) => drop(report, "sweep"), "totals"],
    ["a dividend of a lapsed seat", (report) => again(report, "dividend", { seat: "8" }), "dividend"],
    ["a dividend paid elsewhere", (report) => Object.assign(entry(report, "dividend"), { account: PAYER }), "dividend"],
    ["a dividend paid twice", (report) => again(report, "dividend"), "dividend"],
    ["a member left out", (report) => report.members.pop(), "member"],
    ["a member of another name", (report) => Object.assign(at(report.members, 9), { author: "dee" }), "member"],
    [
      "a lapsed member shown as active",
      (report) => Object.assign(at(report.members, 7), { status: "active" }),
      "member",
    ],
    ["a wallet that was lost", (report) => Object.assign(at(report.accounts, 0), { wallet: PAYER }), "account"],
    ["a person with another's seat", (report) => Object.assign(at(report.accounts, 0), { seat: "3" }), "account"],
    [
      "money that came in at the wrong model",
      (report) => Object.assign(entry(report, "receive", 1), { model: "2" }),
      "receive",
    ],
    ["a split that isn't whole", (report) => Object.assign(report.params.splitBps, { reserve: 1501 }), "params"],
    ["an amount as a number", (report) => Object.assign(entry(report, "receive"), { amount: 5 }), "shape"],
    ["an amount with a leading zero", (report) => Object.assign(entry(report, "receive"), { amount: "05" }), "shape"],
    ["another schema", (report) => Object.assign(report, { schema: 2 }), "shape"],
    ["a key that is missing", (report) => Object.assign(report, { totals: undefined }), "shape"],
  ];
  for (const [what, plant, kind] of faults) {
    it(`as for ${what}`, () => {
      const report = simulate(small);
      plant(report);
      expect(check(report).map((mismatch) => mismatch.kind)).to.include(kind);
    });
  }

  it("never throws on something that is no report at all", () => {
    for (const report of [undefined, null, 1, "x", [], {}, { timeline: [1, null, { type: 3 }], contributions: {} }]) {
      expect(check(report).length).to.be.greaterThan(0);
    }
  });

  it("reports a history that it can't read", () => {
    const kinds = (historyCsv: string) => checkStory({ historyCsv, revenue: [], report: {} }).map(({ kind }) => kind);
    expect(kinds("")).to.deep.equal(["input"]);
    expect(kinds("date\n1")).to.deep.equal(["input"]);
  });

  it("lets a story that isn't over stand, and only then", () => {
    const report = simulate(small);
    report.timeline = report.timeline.filter((one) => one.type !== "claim");
    for (const account of report.accounts) account.claimed = {};
    for (const totals of Object.values(report.totals))
      Object.assign(totals, {
        paid: "0",
        residue: `${BigInt(totals.contributors) + BigInt(totals.upstreamParts.contributors)}`,
      });
    const open = checkStory({ historyCsv: SMALL, revenue: SMALL_REVENUE, report, complete: false });
    expect(open).to.deep.equal([]);
    expect(check(report).length).to.be.greaterThan(0);
  });
});
