// The reference model's own parts, against numbers worked out by hand.
import { expect } from "chai";
import { toText } from "../../scripts/story/reference/fraction.ts";
import { Lineage } from "../../scripts/story/reference/lineage.ts";
import { forfeited, Members, present, type Seat } from "../../scripts/story/reference/members.ts";
import { Voices } from "../../scripts/story/reference/voices.ts";

const SPLIT = { contributors: 6_000, dividend: 2_500, reserve: 1_500 };

describe("The reference model's lineage", () => {
  const lineage = new Lineage();
  lineage.register("2", [{ model: "1", bps: 1_000 }]);

  it("gives an ancestor's ancestor its part of that one's slice, and leaves the nearer one the rest", () => {
    expect(lineage.register("3", [{ model: "2", bps: 2_000 }])).to.deep.equal([
      { model: "1", bps: 200 },
      { model: "2", bps: 1_800 },
    ]);
  });

  it("counts an ancestor that is reached on two ways once, and rounds parts of parts down", () => {
    const declared = [
      { model: "1", bps: 7 },
      { model: "2", bps: 19 },
    ];
    expect(lineage.register("4", declared)).to.deep.equal([
      { model: "1", bps: 8 },
      { model: "2", bps: 18 },
    ]);
  });

  it("rounds each slice down, then contributors' and members' parts; the rest is the model's own", () => {
    const { upstream, own } = lineage.split("3", 1_999n, SPLIT);
    expect(upstream).to.deep.equal([
      { model: "1", amount: 39n, contributors: 23n, dividend: 9n, reserve: 7n },
      { model: "2", amount: 359n, contributors: 215n, dividend: 89n, reserve: 55n },
    ]);
    expect(own).to.deep.equal({ contributors: 960n, dividend: 400n, reserve: 241n });
  });

  it("takes nothing of a model that was built on none", () => {
    expect(lineage.split("1", 10n, SPLIT).upstream).to.deep.equal([]);
  });
});

describe("The reference model's members", () => {
  const credential = { serial: 1n, expiry: 2n };
  const exact = (members: Members, seat: Seat) => toText(members.exact(present(seat), "ETH"));
  function three() {
    const members = new Members();
    for (const seat of ["1", "2", "3"]) members.open(seat, `0xa${seat}`, credential, false);
    return { members, seats: [...members.seats.values()] as [Seat, Seat, Seat] };
  }

  it("share equally what comes in while they are active, and nothing of before", () => {
    const members = new Members();
    members.open("1", "0xa1", credential, true);
    members.share("ETH", 10n);
    members.open("2", "0xa2", credential, false);
    members.share("ETH", 5n);
    const [first, second] = [...members.seats.values()] as [Seat, Seat];
    expect([exact(members, first), exact(members, second)]).to.deep.equal(["25/2", "5/2"]);
    expect(members.bounds(present(first), "ETH")).to.deep.equal({ low: 12n, high: 12n });
  });

  it("get nothing for a gap, and keep what they had before it if they come back in time", () => {
    const { members, seats } = three();
    members.share("ETH", 9n);
    members.lapse(seats[2], 100n);
    members.share("ETH", 8n);
    members.comeBack(seats[2], "restored");
    members.share("ETH", 1n);
    expect(seats.map((seat) => exact(members, seat))).to.deep.equal(["22/3", "22/3", "10/3"]);
    expect(forfeited(seats[2], 1_000n)).to.deep.equal([]);
  });

  it("begin with nothing if they come back too late", () => {
    const { members, seats } = three();
    members.share("ETH", 9n);
    members.lapse(seats[2], 100n);
    expect(forfeited(seats[2], 99n)).to.have.length(0);
    expect(forfeited(seats[2], 100n)).to.have.length(1);
    members.comeBack(seats[2], "reopened");
    members.share("ETH", 2n);
    expect(exact(members, seats[2])).to.equal("2/3");
    expect(forfeited(seats[2], 0n).map((life) => toText(members.exact(life, "ETH")))).to.deep.equal(["3"]);
  });

  it("park what comes in while nobody is one", () => {
    const members = new Members();
    members.share("ETH", 7n);
    members.open("1", "0xa1", credential, false);
    expect(members.parked("ETH")).to.equal(7n);
    expect(exact(members, members.seats.get("1") as Seat)).to.equal("0");
  });
});

describe("The reference model's voices", () => {
  it("count what a wallet held up to a time, moves included", () => {
    const voices = new Voices();
    voices.move("0xa", 10n, 5n);
    voices.move("0xa", 20n, -5n);
    voices.move("0xb", 20n, 5n);
    expect([voices.of("0xa", 9n), voices.of("0xa", 10n), voices.of("0xa"), voices.of("0xb")]).to.deep.equal([
      0n,
      5n,
      0n,
      5n,
    ]);
    expect([voices.knows("0xb"), voices.knows("0xc")]).to.deep.equal([true, false]);
  });
});
