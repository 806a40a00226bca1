// Random sequences of actions: how they are drawn, and how a failing one is made smaller.
import fc from "fast-check";
import { table, take } from "./actions/index.ts";
import { compare } from "./compare.ts";
import type { Step } from "./draw.ts";
import { everyoneClaims } from "./finale.ts";
import { Stage } from "./stage.ts";

const NUMBERS = 7;
const COMPARED_EVERY = 10;

const aStep: fc.Arbitrary<Step> = fc.record({
  action: fc.nat(table.length - 1),
  numbers: fc.array(fc.nat(2 ** 31 - 1), { minLength: NUMBERS, maxLength: NUMBERS }),
});

/** Always as long as it is asked to be, but made shorter when it fails. */
class Sequences extends fc.Arbitrary<Step[]> {
  readonly #long: fc.Arbitrary<Step[]>;
  readonly #shorter: fc.Arbitrary<Step[]>;

  constructor(length: number) {
    super();
    this.#long = fc.noBias(fc.array(aStep, { minLength: length, maxLength: length, size: "max" }));
    this.#shorter = fc.array(aStep, { maxLength: length, size: "max" });
  }

  generate(random: fc.Random): fc.Value<Step[]> {
    const drawn = this.#long.generate(random, undefined);
    return new fc.Value(drawn.value_, undefined);
  }

  canShrinkWithoutContext(value: unknown): value is Step[] {
    return this.#shorter.canShrinkWithoutContext(value);
  }

  shrink(value: Step[], context: unknown): fc.Stream<fc.Value<Step[]>> {
    return this.#shorter.shrink(value, context);
  }
}

export const sequences = (length: number): fc.Arbitrary<Step[]> => new Sequences(length);

/** Plays a sequence on a fresh commons, comparing every few steps. */
export async function play(steps: readonly Step[]): Promise<Stage> {
  const stage = await Stage.set();
  await compare(stage);
  for (const [at, step] of steps.entries()) {
    await take(stage, step);
    if (at % COMPARED_EVERY === COMPARED_EVERY - 1) await compare(stage);
  }
  await compare(stage);
  return stage;
}

/** Plays it to its end. */
export async function playOut(steps: readonly Step[], order: number): Promise<Stage> {
  const stage = await play(steps);
  await everyoneClaims(stage, order);
  return stage;
}

/** What every long run must have done. */
export const actionNames: readonly string[] = [
  ...["enrol", "enrolBySig", "renew", "renewBySig", "expire", "close", "revoke", "unseat", "sponsor", "unsponsor"],
  ...[
    "rebind",
    "rebindBySig by anyone",
    "rebindBySig by the wallet",
    "completeRebind",
    "vetoRebind",
    "vetoRebindBySig",
  ],
  ...["vetoRecovery", "recover tokens", "recover positions", "setPeriods"],
  ...["submit", "submit under a sponsor", "score", "expire work", "overturn", "finalize", "claimUnits", "mintTokens"],
  ...["withdraw", "exclude", "strike", "collect what was found", "closeBatch", "publish", "register", "setMintCap"],
  ...["pay plainly", "pay with a memo", "settle native currency", "settle a token"],
  ...["settle native currency of a derived model", "settle a token of a derived model"],
  ...["give", "spend", "setCeiling", "list", "delist", "setSplit", "donate", "recoverSurplus", "reclaimParked"],
  ...["claim", "claim dividend", "sweep", "unpark the dividend", "unpark nothing"],
];
