// X2: an independent reference model equals chain state after every random sequence.
//
// The sequences are the same every time, but for those of deep runs. COMMONMIND_SEED draws others, or the same again;
// COMMONMIND_RUNS says how many. To see only the smallest sequence that failed: its seed, and COMMONMIND_PATH.
import { expect } from "chai";
import fc from "fast-check";
import { actionNames, playOut, sequences } from "./sequences.ts";

const deep = process.env.COMMONMIND_DEEP === "1";
const length = deep ? 200 : 60;
const runs = Number(process.env.COMMONMIND_RUNS ?? (deep ? 100 : 6));
const seed = Number(process.env.COMMONMIND_SEED ?? (deep ? Date.now() % 2 ** 31 : 4));
/** Milliseconds. Making a failing sequence smaller ends before the test does, so that it is told. */
const limit = deep ? 7_200_000 : 600_000;
const path = process.env.COMMONMIND_PATH;

describe(`Reference model and chain, ${runs} sequences of ${length} actions (COMMONMIND_SEED=${seed})`, function () {
  this.timeout(limit);

  it("X2 the model equals the chain after every random sequence, and in the end everyone has what is theirs", async () => {
    const counts = new Map<string, { done: number; refused: number }>();
    const property = fc.asyncProperty(sequences(length), fc.nat(), async (steps, order) => {
      const stage = await playOut(steps, order);
      for (const [name, { done, refused }] of stage.counts) {
        const sum = counts.get(name) ?? { done: 0, refused: 0 };
        counts.set(name, { done: sum.done + done, refused: sum.refused + refused });
      }
    });
    await fc.assert(property, {
      numRuns: runs,
      seed,
      interruptAfterTimeLimit: 0.8 * limit,
      markInterruptAsFailure: true,
      ...(path === undefined ? {} : { path }),
    });
    if (path !== undefined) return;

    // And it was about something: most of it took place, and in long sequences everything did.
    const [done, refused] = [...counts.values()].reduce(([all, none], one) => [all + one.done, none + one.refused], [
      0, 0,
    ] as [number, number]);
    expect(done).to.be.greaterThan(refused);
    expect(done).to.be.greaterThan((runs * length) / 2);
    if (!deep) return;
    for (const [name, one] of [...counts].sort()) {
      process.stdout.write(`    ${name}: ${one.done} done, ${one.refused} refused\n`);
    }
    // What seldom happens needn't happen in a few sequences.
    if (runs < 100) return;
    for (const name of actionNames) expect(counts.get(name)?.done ?? 0, name).to.be.greaterThan(0);
  });
});
