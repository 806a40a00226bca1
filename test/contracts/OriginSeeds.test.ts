// Seeds out of the chain beneath: two chains in this process, of which the one tells the other's blocks as its origins.
import { type OriginProof, originProof, SeedError } from "@commonmind/sdk";
import { expect } from "chai";
import { AbiCoder, type BaseContract, keccak256, type LogDescription } from "ethers";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { createPublicClient, custom, type Hex, type PublicClient, toHex } from "viem";
import type { L1BlockStandIn, OriginSeeds } from "../../types/index.ts";

const L1_BLOCK = "0x4200000000000000000000000000000000000015";

describe("OriginSeeds", () => {
  let above: NetworkConnection;
  let below: NetworkConnection;
  let seeds: OriginSeeds;
  let origin: L1BlockStandIn;
  let beneath: PublicClient;

  beforeEach(async () => {
    [above, below] = (await Promise.all([network.create(), network.create()])) as NetworkConnection[] as [
      NetworkConnection,
      NetworkConnection,
    ];
    const { ethers, provider } = above;
    const standIn = await ethers.deployContract("L1BlockStandIn");
    const code = await provider.request({ method: "eth_getCode", params: [await standIn.getAddress(), "latest"] });
    await provider.request({ method: "hardhat_setCode", params: [L1_BLOCK, code] });
    origin = standIn.attach(L1_BLOCK) as L1BlockStandIn;
    seeds = (await ethers.deployContract("OriginSeeds")) as BaseContract as OriginSeeds;
    beneath = createPublicClient({ transport: custom(below.provider), cacheTime: 0 });
  });
  afterEach(() => Promise.all([above.close(), below.close()]));

  /** Blocks of the chain beneath, 12 s apart. */
  async function blocks(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const { timestamp } = await beneath.getBlock();
      await below.provider.request({ method: "evm_setNextBlockTimestamp", params: [toHex(timestamp + 12n)] });
      await below.provider.request({ method: "evm_mine", params: [] });
    }
  }

  /** The chain goes on from the newest block beneath, and notes it. */
  async function derived(): Promise<{ number: bigint; hash: Hex }> {
    const { number, timestamp, hash } = await beneath.getBlock();
    await origin.set(number, timestamp, hash);
    await seeds.note();
    return { number, hash };
  }

  /** A seed of a block of the chain beneath after which `later` others came. */
  async function someSeed(later = 3): Promise<{ time: bigint; randao: Hex; noted: { number: bigint; hash: Hex } }> {
    await blocks(4);
    const { timestamp, mixHash } = await beneath.getBlock();
    await blocks(later);
    return { time: timestamp - 5n, randao: mixHash, noted: await derived() };
  }

  const encoded = (headers: readonly Hex[]) => AbiCoder.defaultAbiCoder().encode(["bytes[]"], [headers]);
  const headersOf = ({ proof }: OriginProof): Hex[] => [...AbiCoder.defaultAbiCoder().decode(["bytes[]"], proof)[0]];

  it("R5 gives the hash of prevrandao of the first block beneath at or after the time, whatever was noted since", async () => {
    const { time, randao, noted } = await someSeed();
    const found = await originProof({ beneath, noted, time });
    expect(found.earlier).to.deep.equal([]);
    expect(found.seed).to.equal(keccak256(randao));
    expect(await seeds.seedOf(time, found.proof)).to.equal(found.seed);
    // As well from a later note, and by the old proof.
    await blocks(2);
    const later = await originProof({ beneath, noted: await derived(), time });
    expect(later.seed).to.equal(found.seed);
    expect(await seeds.seedOf(time, later.proof)).to.equal(found.seed);
    expect(await seeds.seedOf(time, found.proof)).to.equal(found.seed);
  });

  it("holds for every time after the parent's, up to the block's own, and for no other", async () => {
    const { time, noted } = await someSeed();
    const { proof, seed, after, upTo } = await originProof({ beneath, noted, time });
    expect(await seeds.seedOf(after + 1n, proof)).to.equal(seed);
    expect(await seeds.seedOf(upTo, proof)).to.equal(seed);
    for (const wrong of [after, upTo + 1n]) {
      await expect(seeds.seedOf(wrong, proof))
        .to.be.revertedWithCustomError(seeds, "SeedBlockWrong")
        .withArgs(wrong, after, upTo);
    }
  });

  it("has no seed before the origin has reached its time", async () => {
    const { time, noted } = await someSeed();
    const { proof } = await originProof({ beneath, noted, time });
    const { timestamp } = await beneath.getBlock();
    await expect(seeds.seedOf(timestamp + 1n, proof))
      .to.be.revertedWithCustomError(seeds, "SeedNotYet")
      .withArgs(timestamp + 1n);
    const error = await originProof({ beneath, noted, time: timestamp + 1n }).catch((thrown) => thrown);
    expect(error).to.be.instanceOf(SeedError);
    expect(error.code).to.equal("SeedNotYet");
  });

  it("takes headers only from a block that was noted, each the parent of the one before", async () => {
    const { time, noted } = await someSeed();
    const headers = headersOf(await originProof({ beneath, noted, time }));
    const [newest, second, third, ...rest] = headers as [Hex, Hex, Hex, ...Hex[]];
    // The origin went on without a note: the block is the chain's, and nobody can know.
    await expect(seeds.seedOf(time, encoded([second, third, ...rest])))
      .to.be.revertedWithCustomError(seeds, "OriginNotNoted")
      .withArgs(noted.number - 1n);
    await expect(seeds.seedOf(time, encoded([newest, third, ...rest])))
      .to.be.revertedWithCustomError(seeds, "SeedParentInvalid")
      .withArgs(noted.number);
    const block = headers.length - 2;
    const forged = headers.with(block, headers[block]?.replace(/.{8}$/, "00000000") as Hex);
    await expect(seeds.seedOf(time, encoded(forged))).to.be.revertedWithCustomError(seeds, "SeedParentInvalid");
    const orphan = headers.with(-1, newest);
    await expect(seeds.seedOf(time, encoded(orphan))).to.be.revertedWithCustomError(seeds, "SeedParentInvalid");
    for (const none of [[], [newest]]) {
      await expect(seeds.seedOf(time, encoded(none))).to.be.revertedWithCustomError(seeds, "SeedHeadersMissing");
    }
    await expect(seeds.seedOf(time, "0x")).to.revert(above.ethers);
    await expect(seeds.seedOf(time, encoded(["0x", "0x"]))).to.revert(above.ethers);
  });

  it("reaches far back in several calls, that anyone may send", async () => {
    const { time, randao, noted } = await someSeed(140);
    const { earlier, proof } = await originProof({ beneath, noted, time });
    expect(earlier.map((headers) => headers.length)).to.deep.equal([64, 64]);
    await expect(seeds.seedOf(time, proof)).to.be.revertedWithCustomError(seeds, "OriginNotNoted");
    const [, , stranger] = await above.ethers.getSigners();
    if (!stranger) throw new Error("There is no stranger.");
    for (const headers of earlier) {
      const receipt = await (await seeds.connect(stranger).noteEarlier(headers)).wait();
      // No call of ours takes more than 5 million, and a draw carries as many headers at most, and one.
      expect(receipt?.gasUsed).to.be.lessThan(4_500_000n);
    }
    expect(await seeds.seedOf(time, proof)).to.equal(keccak256(randao));
  });

  it("writes down only what is the chain's: the present origin, or the parent of what was noted", async () => {
    const { time, noted } = await someSeed();
    const headers = headersOf(await originProof({ beneath, noted, time }));
    const receipt = await (await seeds.noteEarlier(headers.slice(0, 2))).wait();
    const told = receipt?.logs.map((log) => seeds.interface.parseLog(log) as LogDescription);
    const parent = await beneath.getBlock({ blockNumber: noted.number - 2n });
    expect(told?.map(({ args }) => [...args])).to.deep.equal([[parent.number, parent.hash]]);
    expect(await seeds.originAt(parent.number)).to.equal(parent.hash);
    await expect(seeds.noteEarlier([])).to.be.revertedWithCustomError(seeds, "SeedHeadersMissing");
    await expect(seeds.noteEarlier(headers.slice(1, 2))).to.be.revertedWithCustomError(seeds, "OriginNotNoted");
    await expect(seeds.noteEarlier([headers[0] as Hex, headers[2] as Hex]))
      .to.be.revertedWithCustomError(seeds, "SeedParentInvalid")
      .withArgs(noted.number);
    expect(await seeds.originAt(noted.number - 1n)).to.equal(`0x${"0".repeat(64)}`);
  });

  it("isn't deployed where no origin is told", async () => {
    const { ethers } = below;
    const factory = await ethers.getContractFactory("OriginSeeds");
    await expect(factory.deploy()).to.be.revertedWithCustomError(factory, "OriginUntold");
  });

  it("isn't proved by a node of another chain", async () => {
    const { time, noted } = await someSeed();
    const other = createPublicClient({ transport: custom(above.provider), cacheTime: 0 });
    await above.provider.request({ method: "hardhat_mine", params: [toHex(20)] });
    const error = await originProof({ beneath: other, noted, time }).catch((thrown) => thrown);
    expect(error).to.be.instanceOf(SeedError);
    expect(error.code).to.equal("SeedChainWrong");
  });
});
