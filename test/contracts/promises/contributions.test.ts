// Promises about contributions, by number.
import { hashLeaf, type IndexedLeaf, itemsRoot, type ManifestNode, manifestDomain } from "@commonmind/sdk";
import { expect } from "chai";
import { concat, getAddress, type Hex, keccak256, toHex } from "viem";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  founder,
  freshCommons,
  GUIDE,
  networkHelpers,
  outsider,
  REVIEW,
  type Signer,
} from "../../support/commons.ts";
import { enrol } from "../../support/seats.ts";
import {
  accept,
  claimLeaf,
  closeBatch,
  drawManifest,
  finalize,
  finalWork,
  proved,
  publish,
  someItems,
  someRelease,
  submitManifest,
  type Work,
  withdrawLeaf,
} from "../../support/work.ts";

const U64 = (1n << 64n) - 1n;

describe("Promises about contributions", () => {
  let commons: Commons;
  let contributions: Commons["contributions"];
  let ana: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    contributions = commons.contributions;
    ana = outsider(commons, 0);
  });

  describe("C1 claimed units never exceed the accepted ones, whatever the tree", () => {
    type Attempt = { leaf: IndexedLeaf; proof: ManifestNode[] };
    /** A dishonest tree: what is declared about it, the leaves its submitter will try, and what they can get. */
    type Tree = { root: Hex; depth: number; units: bigint; attempts: Attempt[]; gets: bigint };

    let domain: Hex;

    beforeEach(async () => {
      domain = manifestDomain({
        chainId: BigInt(commons.deployment.chainId),
        registry: await addressOf(contributions),
        modelId: ASSISTANT,
        submitter: getAddress(founder(commons, 1).address),
      });
    });

    const leafAt = (index: number, unitsPerItem = 100n): IndexedLeaf => ({
      index,
      author: getAddress(ana.address),
      items: 1n,
      unitsPerItem,
      itemsRoot: itemsRoot(someItems(1)),
    });
    const node = (leaf: IndexedLeaf): ManifestNode => hashLeaf(domain, leaf);
    /** Hashes a node as the contract does, without checking that the sums are honest. */
    const parent = (left: ManifestNode, right: ManifestNode): Hex =>
      keccak256(
        concat(["0x01", domain, left.hash, toHex(left.sum, { size: 8 }), right.hash, toHex(right.sum, { size: 8 })]),
      );
    const trees: [string, () => Tree][] = [
      [
        "sums that understate what is below",
        () => {
          const [a, b] = [leafAt(0), leafAt(1)];
          const [left, right] = [
            { ...node(a), sum: 1n },
            { ...node(b), sum: 1n },
          ];
          const attempts = [
            { leaf: a, proof: [right] },
            { leaf: b, proof: [left] },
            { leaf: a, proof: [node(b)] },
          ];
          return { root: parent(left, right), depth: 1, units: 2n, attempts, gets: 0n };
        },
      ],
      [
        "one honest leaf beside one that is worth more than its node says",
        () => {
          const [a, b] = [leafAt(0), leafAt(1)];
          const right = { ...node(b), sum: 1n };
          const attempts = [
            { leaf: a, proof: [right] },
            { leaf: b, proof: [node(a)] },
          ];
          return { root: parent(node(a), right), depth: 1, units: 101n, attempts, gets: 100n };
        },
      ],
      [
        "the same leaf in two places",
        () => {
          const a = leafAt(0);
          const attempts = [
            { leaf: a, proof: [node(a)] },
            { leaf: { ...a, index: 1 }, proof: [node(a)] },
            { leaf: a, proof: [node(a)] },
          ];
          return { root: parent(node(a), node(a)), depth: 1, units: 200n, attempts, gets: 100n };
        },
      ],
      [
        "leaves at different depths",
        () => {
          const [a, b, c] = [leafAt(0), leafAt(1), leafAt(1)];
          const left: ManifestNode = { hash: parent(node(a), node(b)), sum: 200n };
          const attempts = [
            { leaf: a, proof: [node(b), node(c)] },
            { leaf: b, proof: [node(a), node(c)] },
            { leaf: c, proof: [left] },
            { leaf: { ...c, index: 2 }, proof: [left, left] },
          ];
          return { root: parent(left, node(c)), depth: 2, units: 300n, attempts, gets: 200n };
        },
      ],
      [
        "sums that overflow to a small one",
        () => {
          const [a, b] = [leafAt(0), leafAt(1, U64 - 49n)];
          const attempts = [
            { leaf: a, proof: [node(b)] },
            { leaf: b, proof: [node(a)] },
          ];
          return { root: parent(node(a), node(b)), depth: 1, units: 50n, attempts, gets: 0n };
        },
      ],
      [
        "an inner node handed in as a leaf",
        () => {
          const [a, b] = [leafAt(0), leafAt(1)];
          const root = parent(node(a), node(b));
          const inner: IndexedLeaf = { ...leafAt(0), itemsRoot: root };
          return {
            root,
            depth: 0,
            units: 200n,
            attempts: [
              { leaf: inner, proof: [] },
              { leaf: a, proof: [] },
            ],
            gets: 0n,
          };
        },
      ],
    ];

    for (const [title, draw] of trees) {
      it(`C1 ${title}`, async () => {
        const { root, depth, units, attempts, gets } = draw();
        const submitter = founder(commons, 1);
        const submission = { modelId: ASSISTANT, kind: 0n, depth, items: units, units, root, sponsor: 0n, uri: "" };
        await contributions.connect(submitter).submit(submission);
        const work = { id: await contributions.contributionCount() } as Work;
        await accept(commons, work);
        await finalize(commons, work);
        let refused = 0;
        for (const { leaf, proof } of attempts) {
          await contributions.claimUnits(work.id, leaf, proof).catch(() => refused++);
        }
        const claims = await contributions.queryFilter(contributions.filters.UnitsClaimed(work.id));
        const claimed = claims.reduce((sum, { args }) => sum + args.units, 0n);
        expect(refused).to.be.greaterThan(0);
        expect(claimed).to.equal(gets * 100n);
        expect(claimed <= units * 100n).to.equal(true);
      });
    }
  });

  describe("C2 only the listed edges lead from state to state", () => {
    const [IN_REVIEW, ACCEPTED, REJECTED, CHALLENGED, FINAL] = [2n, 3n, 4n, 5n, 6n];
    const reach: Record<string, (work: Work) => Promise<unknown>> = {
      Submitted: async () => {},
      InReview: ({ id }) => commons.panel.begin(id),
      Challenged: async (work) => {
        await accept(commons, work);
        await commons.panel.challenge(work.id);
      },
      Accepted: (work) => accept(commons, work),
      Rejected: (work) => accept(commons, work, 10n),
      Expired: async (work) => {
        await networkHelpers.time.increase(REVIEW + 1);
        await commons.panel.expire(work.id);
      },
      Final: async (work) => {
        await accept(commons, work);
        await finalize(commons, work);
      },
    };
    const steps: Record<string, (work: Work) => Promise<unknown>> = {
      "accepted by a score": (work) => accept(commons, work),
      "rejected by a score": (work) => accept(commons, work, 10n),
      expired: (work) => commons.panel.expire(work.id),
      "taken up by a panel": ({ id }) => commons.panel.begin(id),
      challenged: ({ id }) => commons.panel.challenge(id),
      annulled: ({ id }) => commons.panel.annul(id),
      overturned: async ({ id }) => contributions.connect(await asCommons(commons)).overturn(id),
      "made final": (work) => contributions.finalize(work.id),
      claimed: (work) => claimLeaf(commons, work),
      withdrawn: (work) => withdrawLeaf(commons, work, 0, ana),
      excluded: async (work) => contributions.connect(await asCommons(commons)).exclude(work.id),
    };
    const verdicts = { "accepted by a score": ACCEPTED, "rejected by a score": REJECTED };
    const voided = { annulled: REJECTED, overturned: REJECTED };
    /** For each state, when the given time has passed: the steps that are possible, and where they lead. */
    const table: [string, string, Record<string, bigint>][] = [
      ["Submitted", "at once", { ...verdicts, "taken up by a panel": IN_REVIEW }],
      ["Submitted", "after all periods", { expired: REJECTED, "taken up by a panel": IN_REVIEW }],
      ["InReview", "at once", verdicts],
      ["InReview", "after all periods", { expired: REJECTED }],
      ["Challenged", "at once", verdicts],
      ["Challenged", "after all periods", { expired: REJECTED }],
      ["Accepted", "at once", { challenged: CHALLENGED, ...voided }],
      ["Accepted", "after all periods", { "made final": FINAL, challenged: CHALLENGED, ...voided }],
      // Whether a challenge is in time is the panel's to say.
      ["Rejected", "at once", { challenged: CHALLENGED, annulled: REJECTED }],
      ["Rejected", "after all periods", { challenged: CHALLENGED, annulled: REJECTED }],
      ["Expired", "after all periods", { challenged: CHALLENGED, annulled: REJECTED }],
      ["Final", "at once", { claimed: FINAL, withdrawn: FINAL, excluded: FINAL }],
      ["Final", "after all periods", { claimed: FINAL, withdrawn: FINAL, excluded: FINAL }],
    ];
    for (const [state, when, possible] of table) {
      it(`C2 ${state} work ${when} can be ${Object.keys(possible).join(", ") || "nothing more"}`, async () => {
        const work = await submitManifest(commons, [{ author: ana }]);
        await reach[state]?.(work);
        if (when === "after all periods") await networkHelpers.time.increase(200 * 86_400);
        const before = (await contributions.contributionAt(work.id)).state;
        for (const [title, step] of Object.entries(steps)) {
          const snapshot = await networkHelpers.takeSnapshot();
          const done = await step(work).then(
            () => true,
            () => false,
          );
          const after = (await contributions.contributionAt(work.id)).state;
          expect(done, title).to.equal(title in possible);
          expect(after, title).to.equal(possible[title] ?? before);
          await snapshot.restore();
        }
      });
    }
  });

  it("C3 what left is subtracted once: withdrawn leaf by leaf, then excluded as a whole", async () => {
    const work = await finalWork(commons, [{ author: ana }, { author: ana, items: 2n }, { author: ana, items: 3n }], {
      score: 70n,
    });
    const active = async () => (await commons.rewards.lineAt(ASSISTANT)).active;
    await publish(commons);
    expect(await active()).to.equal(600n * 70n);
    await withdrawLeaf(commons, work, 0, ana);
    await publish(commons);
    expect(await active()).to.equal(500n * 70n);
    await withdrawLeaf(commons, work, 1, ana);
    await contributions.connect(await asCommons(commons)).exclude(work.id);
    await publish(commons);
    expect(await active()).to.equal(0n);
    expect((await contributions.contributionAt(work.id)).left).to.equal(600n * 70n);
    await expect(withdrawLeaf(commons, work, 2, ana)).to.be.revertedWithCustomError(contributions, "AlreadyExcluded");
  });

  describe("C4 a leaf proves nothing elsewhere", () => {
    const here = async () => ({
      chainId: BigInt(commons.deployment.chainId),
      registry: await addressOf(contributions),
      modelId: ASSISTANT,
      submitter: getAddress(founder(commons, 1).address),
    });
    /** Submits a root that was built for another domain, as the first founder's work for the Assistant. */
    const smuggled = async (change: Partial<Awaited<ReturnType<typeof here>>>) => {
      const leaf: IndexedLeaf = {
        index: 0,
        author: getAddress(ana.address),
        items: 1n,
        unitsPerItem: 100n,
        itemsRoot: itemsRoot(someItems(1)),
      };
      const { hash, sum } = hashLeaf(manifestDomain({ ...(await here()), ...change }), leaf);
      const submission = {
        modelId: ASSISTANT,
        kind: 0n,
        depth: 0n,
        items: 1n,
        units: sum,
        root: hash,
        sponsor: 0n,
        uri: "",
      };
      await contributions.connect(founder(commons, 1)).submit(submission);
      const work = { id: await contributions.contributionCount() } as Work;
      await accept(commons, work);
      await finalize(commons, work);
      return contributions.claimUnits(work.id, leaf, []);
    };

    it("C4 the same leaf is claimed where it belongs", async () => {
      await expect(await smuggled({})).to.emit(contributions, "UnitsClaimed");
    });

    for (const [title, change] of [
      ["on another chain", async () => ({ chainId: 1n })],
      ["in another registry", async () => ({ registry: await addressOf(commons.treasury) })],
      ["for another model", async () => ({ modelId: GUIDE })],
      ["by another submitter", async () => ({ submitter: getAddress(founder(commons, 2).address) })],
    ] as const) {
      it(`C4 nor one of a manifest ${title}`, async () => {
        await expect(smuggled(await change())).to.be.revertedWithCustomError(contributions, "ManifestRootMismatch");
      });
    }

    it("C4 nor in another contribution of the same submitter and model", async () => {
      const [one, other] = [await finalWork(commons, [{ author: ana }]), await finalWork(commons, [{ author: ana }])];
      const { leaf, proof } = proved(one, 0);
      await expect(contributions.claimUnits(other.id, leaf, proof)).to.be.revertedWithCustomError(
        contributions,
        "ManifestRootMismatch",
      );
    });
  });

  it("C5 declared units are at most the items times the kind's maximum", async () => {
    const { submission } = await drawManifest(commons, [{ author: ana, items: 3n, unitsPerItem: 65_000n }]);
    const submit = (change: object) => contributions.connect(founder(commons, 1)).submit({ ...submission, ...change });
    await expect(submit({ units: submission.units + 1n }))
      .to.be.revertedWithCustomError(contributions, "UnitsOutOfRange")
      .withArgs(195_001n, 195_000n);
    await expect(submit({ items: 2n }))
      .to.be.revertedWithCustomError(contributions, "UnitsOutOfRange")
      .withArgs(195_000n, 130_000n);
    await expect(submit({})).to.emit(contributions, "ContributionSubmitted");
  });

  it("C5 what joins with a release is within the bound, batch by batch if need be", async () => {
    const voted = commons.models.connect(await asCommons(commons));
    await voted.setJoinBound(10_000);
    await finalWork(commons, [{ author: ana }]);
    await publish(commons);
    for (let i = 0; i < 3; i++) {
      await finalWork(commons, [{ author: ana, unitsPerItem: 90n }]);
      await closeBatch(commons);
    }
    await expect(voted.publish(ASSISTANT, 4n, someRelease))
      .to.be.revertedWithCustomError(commons.models, "JoinBoundExceeded")
      .withArgs(27_000n, 10_000n);
    await voted.publish(ASSISTANT, 2n, someRelease);
    await voted.publish(ASSISTANT, 4n, someRelease);
    expect((await commons.rewards.lineAt(ASSISTANT)).active).to.equal(37_000n);
  });

  it("C5 a seat has at most its slots under review, and no token buys more", async () => {
    await enrol(commons, ana);
    for (let i = 0; i < 6; i++) await submitManifest(commons, [{ author: ana }], { submitter: ana });
    await expect(submitManifest(commons, [{ author: ana }], { submitter: ana })).to.be.revertedWithCustomError(
      contributions,
      "ReviewSlotsTaken",
    );
  });
});
