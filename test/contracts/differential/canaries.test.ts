// X2 can fail: what holds the model against the chain sees a difference of one wei, one unit, one era, one owner, and one
// action that ought to have been refused.
import { expect } from "chai";
import fc from "fast-check";
import type { Signer } from "../../support/commons.ts";
import { someRelease } from "../../support/work.ts";
import { own } from "./actions/action.ts";
import { table } from "./actions/index.ts";
import { claimFor } from "./actions/money.ts";
import { register } from "./actions/work.ts";
import { canaries } from "./canaries.ts";
import { compare } from "./compare.ts";
import { Draw, type Step } from "./draw.ts";
import { nothingIsLeft } from "./finale.ts";
import { require } from "./model/refusal.ts";
import { NATIVE } from "./model/treasury.ts";
import type { Claimed } from "./model/work.ts";
import { play, sequences } from "./sequences.ts";
import type { Call, Stage } from "./stage.ts";

/** A sequence in which enough happens for every canary. */
const SEED = 12;
const LENGTH = 150;

describe("Reference model and chain, with faults in the model", function () {
  // Each looks at everything: patience, for a busy machine.
  this.timeout(600_000);
  let stage: Stage;

  const differences = (): Promise<string> =>
    compare(stage).then(
      () => "none",
      (error: Error) => error.message,
    );

  before(async () => {
    const [steps] = fc.sample(sequences(LENGTH), { seed: SEED, numRuns: 1 });
    stage = await play(steps ?? []);
    // And a model that was built on another, whatever was drawn.
    stage.tick();
    await register(stage, new Draw(Array(7).fill(100)));
  });

  for (const { name, found, plant } of canaries) {
    it(`X2 sees ${name}`, async () => {
      const remove = plant(stage);
      const seen = await differences();
      remove();
      expect(seen).to.match(found);
    });
  }

  it("X2 sees nothing once all faults are out again", async () => {
    expect(await differences()).to.equal("none");
  });
});

describe("Reference model and chain, with faults in what is done", () => {
  let stage: Stage;

  const failure = (doing: Promise<unknown>): Promise<string> =>
    doing.then(
      () => "none",
      (error: Error) => error.message,
    );

  beforeEach(async () => {
    stage = await play([]);
    stage.tick();
  });

  it("X2 sees that the chain refuses what the model allows", async () => {
    const call = await stage.commons.members.expire.populateTransaction(1n);
    const seen = await failure(stage.act("expire", stage.anyone, () => undefined, call));
    expect(seen).to.equal("expire: ought to be done, was SeatNotExpired");
  });

  it("X2 sees that the chain allows what the model refuses", async () => {
    const call = await stage.commons.members.sponsor.populateTransaction(stage.anyone.address);
    const seen = await failure(stage.act("sponsor", stage.signer(stage.model.people.seat(1n).wallet), refuse, call));
    expect(seen).to.equal("sponsor: ought to be NotSeated, was done");
  });

  it("X2 sees that it is refused for another reason", async () => {
    const call = await stage.commons.members.close.populateTransaction(1n);
    const seen = await failure(stage.act("close", stage.anyone, refuse, call));
    expect(seen).to.equal("close: ought to be NotSeated, was GraceNotOver");
  });

  for (const [what, wei] of [
    ["less", 1n],
    ["more", -1n],
  ] as const) {
    it(`X2 sees a claim that pays one wei ${what} than was earned`, async () => {
      const claimed = await founderWhoEarned();
      stage.model.money.paid.add(-wei, "position 1/0", NATIVE);
      const seen = await failure(claimFor(stage, claimed.position.holder, [claimed], stage.assets));
      // A founder's seventh of six thousand.
      expect(seen).to.equal(`claim of position 1/0: 857, which ought to be ${857n + wei}`);
    });
  }

  it("T4 sees a residue above its bound", () => {
    const [asset = ""] = stage.assets;
    nothingIsLeft(stage, asset);
    stage.model.money.accounted.dividend.add(BigInt(stage.model.people.seats.length), asset);
    nothingIsLeft(stage, asset);
    stage.model.money.accounted.dividend.add(1n, asset);
    expect(() => nothingIsLeft(stage, asset)).to.throw("dividend in");
  });

  it("X2 a sequence that fails is made as short as can be", () => {
    const bad = table.length - 1;
    const property = fc.property(sequences(60), (steps: Step[]) => {
      lengths.add(steps.length);
      return !steps.some(({ action }) => action > bad / 2);
    });
    const lengths = new Set<number>();
    const { counterexample } = fc.check(property, { seed: SEED });
    expect(lengths.values().next().value).to.equal(60);
    expect(counterexample?.[0]).to.have.lengthOf(1);
  });

  const refuse = () => require(false, "NotSeated");

  /** The founders' work is released, and money comes in. */
  async function founderWhoEarned(): Promise<Claimed> {
    const { labour, money } = stage.model;
    const { models, treasury } = stage.commons;
    const [guide, claimed] = [labour.models[1], labour.claimed[0]];
    if (guide === undefined || claimed === undefined) throw new Error("Genesis has a second model, with work.");
    const till = await models.tillOf(guide.id);
    const steps: [by: Signer, expected: () => void, call: Call][] = [
      [stage.anyone, () => labour.closeBatch(guide), await models.closeBatch.populateTransaction(guide.id)],
      [
        stage.voted,
        () => money.publish(guide, 1, stage.assets),
        await models.publish.populateTransaction(guide.id, 1n, someRelease),
      ],
      [stage.anyone, () => money.move(NATIVE, own(stage.anyone), "till:2", 10_000n), { to: till, value: 10_000n }],
      [stage.anyone, () => money.settle(guide, NATIVE), await treasury.settle.populateTransaction(guide.id, NATIVE)],
    ];
    for (const [by, expected, call] of steps) {
      await stage.act("a step", by, expected, call);
      stage.tick();
    }
    expect(await compare(stage)).to.be.greaterThan(400);
    return claimed;
  }
});
