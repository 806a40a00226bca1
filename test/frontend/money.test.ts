// What the record says about money: every coin that was paid for a model's use is somewhere, once.
import { contractNames, type Deployment, seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, zeroAddress, zeroHash } from "viem";
import { earnedBy, flowsOf, positionsOf } from "../../frontend/src/data/money.ts";
import type { ChainEvent } from "../../frontend/src/data/server/events.ts";
import { collecting } from "../../frontend/src/modules/rewards/parts/sums.ts";
import { pageLedger } from "../support/pageLedger.ts";

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const contracts = Object.fromEntries(contractNames.map((name, i) => [name, addressOf(i + 1)]));
const deployment = { chainId: 31337, contracts } as unknown as Deployment;
const [ada, token] = [addressOf(0xa0a0), addressOf(0x7070)] as const;

function record(...steps: readonly (readonly [ChainEvent["eventName"], object])[]) {
  const events = steps.map(
    ([eventName, args], i): ChainEvent => ({
      eventName,
      address: addressOf(1),
      args,
      block: BigInt(i + 1),
      time: i + 1,
      hash: `0x${(i + 1).toString(16).padStart(64, "0")}`,
      key: `${i}`,
    }),
  );
  return pageLedger(events, deployment, [ada, addressOf(0xb0b0)]);
}

const model = (modelId: bigint, name: string) => ["ModelRegistered", { modelId, name, uri: "", till: ada }] as const;
const settled = (modelId: bigint, received: bigint, upstream: bigint, parts: readonly [bigint, bigint, bigint]) =>
  [
    "Settled",
    {
      ...{ modelId, asset: token, received, upstream },
      ...{ contributors: parts[0], dividend: parts[1], reserve: parts[2] },
    },
  ] as const;

/** One contribution of 10 units by Ada, in release 1 of model 1. */
const published = (release: bigint, lastBatch: bigint) =>
  [
    "ReleasePublished",
    {
      ...{ modelId: 1n, release, lastBatch, weightsHash: zeroHash, dataRoot: zeroHash },
      ...{ modelCard: "card", licence: "MIT", evaluation: "" },
    },
  ] as const;
const work = [
  model(1n, "Assistant"),
  ["AssetListed", { asset: token }],
  [
    "ContributionSubmitted",
    {
      contribution: 1n,
      modelId: 1n,
      submitter: ada,
      kind: 0,
      items: 1n,
      units: 10n,
      root: "0x",
      depth: 0n,
      seat: 0n,
      uri: "",
    },
  ],
  ["ContributionFinal", { contribution: 1n, units: 10n, batch: 1n }],
  ["UnitsClaimed", { contribution: 1n, index: 0n, author: ada, units: 10n }],
  published(1n, 1n),
] as const;
const shared = (release: bigint, amount: bigint, active: bigint) =>
  ["RevenueShared", { modelId: 1n, asset: token, release, amount, active }] as const;

describe("Money in the dApp's record", () => {
  it("follows what a model passes on to those it is built on, and loses nothing on the way", () => {
    const ledger = record(
      model(1n, "Assistant"),
      model(2n, "Tutor"),
      ["UpstreamSet", { modelId: 2n, upstream: [{ modelId: 1, bps: 2_000 }] }],
      settled(1n, 1_000n, 0n, [600n, 250n, 150n]),
      [
        "UpstreamShared",
        { modelId: 2n, upstreamId: 1n, asset: token, amount: 100n, contributors: 60n, dividend: 25n, reserve: 15n },
      ],
      settled(2n, 500n, 100n, [240n, 100n, 60n]),
    );
    const flows = flowsOf(ledger, token);
    const [assistant, tutor] = flows;
    expect(tutor?.to.map(({ model: it, amount }) => [it.name, amount])).to.deep.equal([["Assistant", 100n]]);
    expect(assistant?.from.map(({ model: it, amount }) => [it.name, amount])).to.deep.equal([["Tutor", 100n]]);
    expect(assistant?.contributors).to.equal(660n);
    for (const { paid, from, to, rest } of flows) {
      const sum = (passed: typeof from) => passed.reduce((all, { amount }) => all + amount, 0n);
      expect(paid + sum(from)).to.equal(sum(to) + rest);
    }
    expect(flows.reduce((all, { rest }) => all + rest, 0n)).to.equal(1_500n);
    expect(ledger.models[1]?.upstream).to.deep.equal([{ modelId: 1, bps: 2_000 }]);
  });

  it("earns for work until the release with which it leaves, and not from then on", () => {
    const before = [...work, shared(1n, 40n, 20n)] as const;
    const left = [
      ["LeafWithdrawn", { contribution: 1n, index: 0n, units: 10n, batch: 2n }],
      shared(1n, 20n, 20n),
      published(2n, 2n),
      shared(2n, 1_000n, 10n),
    ] as const;
    const ledger = record(...before, ...left);
    const [position] = positionsOf(ledger, ada);
    if (!position) throw new Error("Ada's leaf was claimed.");
    expect(position.leaf.withdrawn).to.equal(true);
    expect(earnedBy(ledger, position, token)).to.equal(30n);
  });

  it("gives a lost wallet's work to whoever holds its seat, who collects it under the seat's name", () => {
    const bo = addressOf(0xb0b0);
    const id = 1n << 32n;
    const ledger = record(
      ...work,
      ["SeatOpened", { seat: 3n, wallet: bo, issuer: ada, expiry: 9_999 }],
      ["PositionRecovered", { position: id, lost: ada, seat: 3n }],
    );
    expect(positionsOf(ledger, ada)).to.deep.equal([]);
    const positions = positionsOf(ledger, bo).map((position) => ({ ...position, waiting: [0n, 5n] }));
    const assets = new Map([[token, { address: token, symbol: "USDC", decimals: 6 }]]);
    const earnings = { account: bo, ledger, assets, positions, seat: ledger.seats.get(3n), dividend: undefined };
    const { calls } = collecting(earnings, deployment.contracts, () => true);
    expect(calls.map(({ args }) => args)).to.deep.equal([[seatAuthor(3n), [id], [token]]]);
  });

  it("collects in one transaction what waits for work and seat, of the assets that were chosen", () => {
    const ledger = record(...work, ["SeatOpened", { seat: 3n, wallet: ada, issuer: ada, expiry: 9_999 }]);
    const positions = positionsOf(ledger, ada).map((position) => ({ ...position, waiting: [1n, 5n] }));
    const dividend = { waiting: [0n, 2n], frozen: [0n, 0n], lost: [0n, 0n] };
    const earnings = { account: ada, ledger, assets: new Map(), positions, seat: ledger.seats.get(3n), dividend };
    const all = collecting(earnings, deployment.contracts, () => true);
    expect(all.seated).to.equal(true);
    const held = positions.map(({ id }) => id);
    const together = [
      [{ account: positions[0]?.leaf.holder, positions: held, assets: [zeroAddress, token] }],
      [{ id: 3n, assets: [token] }],
    ];
    expect(all.calls.map(({ functionName, args }) => [functionName, args])).to.deep.equal([["collect", together]]);
    const native = collecting(earnings, deployment.contracts, (asset) => asset === zeroAddress);
    expect(native.seated).to.equal(false);
    expect(native.calls.map(({ functionName, args }) => [functionName, args.at(-1)])).to.deep.equal([
      ["claim", [zeroAddress]],
    ]);
  });

  it("takes more transactions only for very many pieces of work, the seat with the first", () => {
    const ledger = record(...work, ["SeatOpened", { seat: 3n, wallet: ada, issuer: ada, expiry: 9_999 }]);
    const [position] = positionsOf(ledger, ada);
    if (!position) throw new Error("Ada's leaf was claimed.");
    const positions = Array.from({ length: 450 }, (_, i) => ({ ...position, id: BigInt(i), waiting: [1n, 0n] }));
    const dividend = { waiting: [2n, 0n], frozen: [0n, 0n], lost: [0n, 0n] };
    const earnings = { account: ada, ledger, assets: new Map(), positions, seat: ledger.seats.get(3n), dividend };
    const { calls } = collecting(earnings, deployment.contracts, () => true);
    expect(calls.map(({ functionName }) => functionName)).to.deep.equal(["collect", "claim", "claim"]);
    type Work = readonly { readonly positions: readonly bigint[] }[];
    const ids = calls.flatMap(({ functionName, args }) =>
      functionName === "collect" ? (args[0] as Work).flatMap((it) => it.positions) : (args[1] as bigint[]),
    );
    expect(ids).to.deep.equal(positions.map(({ id }) => id));
  });
});
