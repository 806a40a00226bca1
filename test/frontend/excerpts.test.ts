// What pages are told of a co-op: of a crowd only what they are about, and that whole; the same whether it was read at once or bit by bit.
import { contractNames, type Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import { parse, stringify } from "devalue";
import fc from "fast-check";
import { type AbiEvent, type Address, decodeEventLog, getAddress, numberToHex, padHex, zeroHash } from "viem";
import { historyOf } from "../../bench/record/history.ts";
import { aboutQuery, joinAbout, readAbout } from "../../frontend/src/data/about.ts";
import { collectedBy, earnedBy, holdersOf, positionsOf } from "../../frontend/src/data/money.ts";
import { ballotsBy, delegators, reviewsBy, voiceOf, workBy } from "../../frontend/src/data/people.ts";
import { ringOf } from "../../frontend/src/data/questions.ts";
import { dutiesOf } from "../../frontend/src/data/reviews.ts";
import { seatAt } from "../../frontend/src/data/seats.ts";
import { type ChainEvent, wanted } from "../../frontend/src/data/server/events.ts";
import { excerptOf } from "../../frontend/src/data/server/excerpt.ts";
import { fold, openBook } from "../../frontend/src/data/server/fold.ts";
import { readRowsQuery, rowsOf } from "../../frontend/src/data/server/rows.ts";
import type { About, Ledger } from "../../frontend/src/data/types.ts";
import { drawRing } from "../../frontend/src/ring/drawRing.ts";
import * as generated from "../../sdk/src/generated/events.ts";

const contracts = Object.fromEntries(
  contractNames.map((name, i) => [name, getAddress(padHex(numberToHex((0xa0n << 72n) + BigInt(i)), { size: 20 }))]),
) as Deployment["contracts"];
const deployment = {
  ...{
    schema: 1,
    name: "A co-op",
    chainId: 31_337,
    fromBlock: 0,
    genesisHash: zeroHash,
    chainHash: zeroHash,
    contracts,
  },
} satisfies Deployment;

/** A generated history of every kind of event, as the record would hand it out. */
function history(): ChainEvent[] {
  const abi = Object.values(generated).flat() as readonly AbiEvent[];
  const known: ReadonlySet<string> = new Set(wanted);
  const events: ChainEvent[] = [];
  let block = 0n;
  for (const logs of historyOf({ contributions: 40, members: 12, proposals: 4, votes: 8 }, deployment)) {
    block++;
    for (const [i, { address, topics, data }] of logs.entries()) {
      const { eventName, args } = decodeEventLog({ abi, topics: topics as never, data, strict: false });
      if (!eventName || !known.has(eventName)) continue;
      events.push({
        ...{ eventName: eventName as ChainEvent["eventName"], address, args, block, time: Number(block) },
        ...{ hash: padHex(numberToHex(block), { size: 32 }), key: `${block}:${i}` },
      });
    }
  }
  return events;
}

describe("What a page is told", () => {
  const events = history();
  const head = events.at(-1)?.block ?? 0n;
  const book = fold(events, head, deployment);
  const accounts = [...new Set([...book.voices.keys(), ...book.seatOf.keys()])]
    .filter((it) => BigInt(it) >= 2n ** 64n)
    .map((it) => getAddress(it));
  const everything: About = {
    accounts,
    works: [...book.works.keys()],
    proposals: book.proposals.map(({ id }) => id),
    models: book.models.map(({ id }) => id),
    ...{ money: true, reviews: true, crowd: true, growing: true, rings: true },
  };
  const whole = excerptOf(book, everything);

  /** All that pages ask about one account. */
  const answers = (ledger: Ledger, account: Address) => {
    const seat = seatAt(ledger, account);
    const positions = positionsOf(ledger, account);
    return {
      seat: seat && { ...seat },
      holders: holdersOf(ledger, account),
      voice: voiceOf(ledger, account),
      lent: delegators(ledger, account),
      work: workBy(ledger, account).map(({ work: { id, state, score }, units }) => ({ id, state, score, units })),
      ballots: ballotsBy(ledger, account).map(({ proposal, ballot }) => ({ id: proposal.id, ballot })),
      reviews: seat && reviewsBy(ledger, seat.id),
      duties: seat && dutiesOf(ledger, seat.id).map(({ work, panelist }) => ({ id: work.id, panelist })),
      earned: positions.map((it) => [it.id, ...ledger.assets.map((asset) => earnedBy(ledger, it, asset))]),
      collected: ledger.assets.map((asset) => collectedBy(ledger, account, asset)),
    };
  };

  it("is, about an account, all that is known of it", () => {
    expect(accounts.length).to.be.at.least(12);
    const found = accounts.map((account) => answers(whole, account));
    for (const key of ["work", "ballots", "earned"] as const) {
      expect(
        found.some((it) => it[key].length > 0),
        key,
      ).to.equal(true);
    }
    for (const [i, account] of accounts.entries()) {
      expect(answers(excerptOf(book, { accounts: [account], money: true }), account)).to.deep.equal(found[i]);
    }
  });

  it("holds of a crowd nothing that it isn't about, and the sums of all", () => {
    const nobody = excerptOf(book);
    expect([
      nobody.works.size,
      nobody.rounds.size,
      nobody.seats.size,
      nobody.voices.size,
      nobody.tokens.size,
    ]).to.deep.equal([...[0, 0, 0, 0, 0]]);
    expect(nobody.collected.length + nobody.dividendPayments.length + nobody.shared.length).to.equal(0);
    for (const [i, proposal] of nobody.proposals.entries()) {
      expect([proposal.ballots.length, proposal.description]).to.deep.equal([0, ""]);
      expect(proposal.tally).to.deep.equal(whole.proposals[i]?.tally);
      expect(proposal.tally.ballots).to.equal(whole.proposals[i]?.ballots.length);
    }
    for (const [i, model] of nobody.models.entries()) {
      const all = whole.models[i];
      // As small as it is drawn without its lines, a ring is the same.
      const small = all && drawRing(ringOf(whole, all, 1), { pixels: 24 });
      expect(drawRing(ringOf(nobody, model, 1), { pixels: 24 })).to.deep.equal(small);
      expect(model.sums.states.all).to.equal(
        [...whole.works.values()].filter(({ modelId }) => modelId === model.id).length,
      );
    }
    expect([nobody.members, nobody.authors, nobody.supply]).to.deep.equal([
      book.seatOf.size,
      whole.authors,
      whole.supply,
    ]);
  });

  it("is about a contribution and a vote down to the last leaf and ballot", () => {
    const [work] = [...book.works.values()].filter(({ leaves }) => leaves.length > 0);
    const proposal = book.proposals[0];
    if (!work || !proposal) throw new Error("There are some.");
    const told = excerptOf(book, { works: [work.id], proposals: [proposal.id] });
    expect(told.works.get(work.id)).to.deep.equal(work);
    expect(told.rounds.get(work.id)).to.deep.equal(book.rounds.get(work.id));
    expect(told.proposals[0]?.ballots).to.deep.equal(proposal.ballots);
    expect(told.proposals[0]?.description).to.equal(proposal.description);
  });

  it("comes over the line as it was", () => {
    expect(parse(stringify(whole))).to.deep.equal(whole);
  });

  it("is a copy: what happens next doesn't change it", () => {
    const half = Math.floor(events.length / 2);
    const open = openBook(deployment);
    open.take(events.slice(0, half));
    const told = excerptOf(open.shown(head), everything);
    const before = stringify(told);
    open.take(events.slice(half));
    open.shown(head);
    expect(stringify(told)).to.equal(before);
  });

  it("is the same however its events came in, and whatever was looked at meanwhile", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: events.length - 1 }), { maxLength: 6 });
    const expected = stringify(whole);
    fc.assert(
      fc.property(cuts, (places) => {
        const open = openBook(deployment);
        let from = 0;
        for (const to of [...places.sort((a, b) => a - b), events.length]) {
          open.take(events.slice(from, to));
          from = to;
          // Sums and tallies are kept from here on, as far as they still hold.
          excerptOf(open.shown(head), everything);
        }
        return stringify(excerptOf(open.shown(head), everything)) === expected;
      }),
      { numRuns: 12 },
    );
  });
});

describe("Long lists", () => {
  const book = fold(history(), 1_000n, deployment);
  const id = book.models[0]?.id ?? 0;
  const rows = (query: string) => {
    const read = readRowsQuery(new URLSearchParams(query));
    return read && rowsOf(book, read, read.from);
  };

  it("come in pieces, the newest work first, each by its filter", () => {
    const all = rows(`of=works&model=${id}&filter=all`);
    const numbers = (all?.rows ?? []).map((it) => ("id" in it ? it.id : 0n));
    expect(all?.count).to.equal(book.models[0]?.works.length);
    expect(numbers).to.deep.equal(numbers.toSorted((a, b) => (a > b ? -1 : 1)));
    expect(rows(`of=works&model=${id}&filter=all&from=3`)?.rows).to.deep.equal(all?.rows.slice(3));
    const parts = ["under way", "final", "rejected"].map(
      (filter) => rows(`of=works&model=${id}&filter=${filter}`)?.count ?? 0,
    );
    expect(parts.reduce((a, b) => a + b, 0)).to.equal(all?.count);
    expect(rows("of=works&model=99&filter=all")).to.deep.equal({ count: 0, rows: [] });
  });

  it("find people by any part of an address", () => {
    const all = rows("of=people&filter=all");
    const [first] = all?.rows ?? [];
    if (!first || !("address" in first)) throw new Error("There is somebody.");
    const found = rows(`of=people&filter=all&text=${first.address.slice(4, 20).toUpperCase().replace("0X", "0x")}`);
    expect(found?.rows.map((it) => ("address" in it ? it.address : ""))).to.include(first.address);
    expect(rows("of=people&filter=all&text=nobody")?.count).to.equal(0);
  });

  it("aren't answered where the question isn't one", () => {
    for (const query of ["", "of=works", "of=works&model=1", "of=works&model=-1&filter=all", "of=people&filter=rich"]) {
      expect(rows(query), query).to.equal(undefined);
    }
    expect(rows("of=people&filter=all&from=1e9")).to.equal(undefined);
    expect(rows(`of=people&filter=all&text=${"a".repeat(43)}`)).to.equal(undefined);
  });
});

describe("What a page is about", () => {
  const ada: Address = `0x${"Ab".repeat(20)}`;

  it("stands in an address, the same for the same question", () => {
    const about: About = { accounts: [ada], works: [7n, 3n], models: [1], money: true };
    const query = aboutQuery(about);
    expect(aboutQuery(joinAbout(about, { works: [3n], accounts: [ada.toLowerCase() as Address] }))).to.equal(query);
    const read = readAbout(new URLSearchParams(query));
    expect(read && aboutQuery(read)).to.equal(query);
    expect(aboutQuery({})).to.equal("");
  });

  it("isn't understood where it is something else, or too much at once", () => {
    for (const query of ["accounts=0x12", "works=-1", "proposals=a", "models=1.5", `works=${"9".repeat(79)}`]) {
      expect(readAbout(new URLSearchParams(query)), query).to.equal(undefined);
    }
    const many = Array.from({ length: 201 }, (_, i) => i).join();
    expect(readAbout(new URLSearchParams(`works=${many}`))).to.equal(undefined);
  });
});
