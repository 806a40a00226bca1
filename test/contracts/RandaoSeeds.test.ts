// Seeds out of block headers, on Hardhat's chain and on anvil: what the SDK proves, and what the contract refuses.
import { encodeHeader, type RpcHeader, SeedError, seedProof } from "@commonmind/sdk";
import { expect } from "chai";
import { AbiCoder, type BaseContract, keccak256 } from "ethers";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { createPublicClient, custom, type Hex, type PublicClient, toHex, toRlp } from "viem";
import type { RandaoSeeds } from "../../types/index.ts";
import { anvilInstalled, startAnvil } from "../support/anvil.ts";
import { connectTo } from "../support/chains.ts";

const HISTORY = "0x0000F90827F1C53a10cb7A02335B175320002935";
/** The history contract's code, as EIP-2935 prints it. */
const HISTORY_CODE =
  "0x3373fffffffffffffffffffffffffffffffffffffffe14604657602036036042575f35600143038111604257611fff81430311604257611fff9006545f5260205ff35b5f5ffd5b5f35611fff60014303065500";

type Site = {
  ethers: NetworkConnection["ethers"];
  seeds: RandaoSeeds;
  client: PublicClient;
  request(method: string, params?: unknown[]): Promise<unknown>;
  block(number: bigint): Promise<RpcHeader>;
};

async function siteOf({ ethers, provider }: NetworkConnection): Promise<Site> {
  const seeds = (await ethers.deployContract("RandaoSeeds")) as BaseContract as RandaoSeeds;
  await seeds.waitForDeployment();
  const client = createPublicClient({ transport: custom(provider), cacheTime: 0 });
  const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
  const block = async (number: bigint) =>
    (await request("eth_getBlockByNumber", [toHex(number), false])) as unknown as RpcHeader;
  return { ethers, seeds, client, request, block };
}

const proofOf = (header: Hex, parent: Hex) => AbiCoder.defaultAbiCoder().encode(["bytes", "bytes"], [header, parent]);
const timeOf = ({ timestamp }: RpcHeader) => BigInt(timestamp);

/** What holds on every client: the chain is one that has just begun. */
function refusesAndAccepts(site: () => Site): void {
  /** A seed with blocks 20 s apart around it, and a few later ones. */
  async function someSeed() {
    const { client, request, block } = site();
    const before = await client.getBlock();
    for (const seconds of [20n, 40n, 60n, 80n]) {
      await request("evm_setNextBlockTimestamp", [toHex(before.timestamp + seconds)]);
      await request("evm_mine");
    }
    const number = before.number + 2n;
    const [parent, header, next] = await Promise.all([number - 1n, number, number + 1n].map(block));
    return {
      time: before.timestamp + 30n,
      number,
      parent: parent as RpcHeader,
      header: header as RpcHeader,
      next: next as RpcHeader,
    };
  }

  it("gives the hash of prevrandao of the first block at or after the time, to anyone who proves it", async () => {
    const { seeds, client } = site();
    const { time, number, header, parent } = await someSeed();
    const found = await seedProof({ client, time });
    expect(found.block).to.equal(number);
    expect(found.proof).to.equal(proofOf(encodeHeader(header), encodeHeader(parent)));
    expect(await seeds.seedOf(time, found.proof)).to.equal(keccak256(header.mixHash as Hex));
    expect(found.seed).to.equal(keccak256(header.mixHash as Hex));
  });

  it("takes the block of that very second, and the one after a gap, and no other", async () => {
    const { seeds } = site();
    const { header, parent, next } = await someSeed();
    const proof = proofOf(encodeHeader(header), encodeHeader(parent));
    const seed = keccak256(header.mixHash as Hex);
    expect(await seeds.seedOf(timeOf(header), proof)).to.equal(seed);
    expect(await seeds.seedOf(timeOf(parent) + 1n, proof)).to.equal(seed);
    for (const time of [timeOf(parent), timeOf(header) + 1n]) {
      await expect(seeds.seedOf(time, proof))
        .to.be.revertedWithCustomError(seeds, "SeedBlockWrong")
        .withArgs(time, timeOf(parent), timeOf(header));
    }
    const later = proofOf(encodeHeader(next), encodeHeader(header));
    await expect(seeds.seedOf(timeOf(header), later))
      .to.be.revertedWithCustomError(seeds, "SeedBlockWrong")
      .withArgs(timeOf(header), timeOf(header), timeOf(next));
  });

  it("refuses a header that isn't the chain's, and one that isn't the parent's", async () => {
    const { ethers, seeds } = site();
    const { time, number, header, parent, next } = await someSeed();
    const made = encodeHeader(header).replace((header.mixHash as Hex).slice(2), "ab".repeat(32)) as Hex;
    await expect(seeds.seedOf(time, proofOf(made, encodeHeader(parent))))
      .to.be.revertedWithCustomError(seeds, "SeedHeaderInvalid")
      .withArgs(number);
    await expect(seeds.seedOf(time, proofOf(encodeHeader(header), encodeHeader(next))))
      .to.be.revertedWithCustomError(seeds, "SeedParentInvalid")
      .withArgs(number);
    await expect(seeds.seedOf(time, proofOf("0x", "0x"))).to.revert(ethers);
    await expect(seeds.seedOf(time, "0x")).to.revert(ethers);
  });

  it("has no seed before its time, not even for a header made up for a block to come", async () => {
    const { seeds, client } = site();
    const { header, parent } = await someSeed();
    const proof = proofOf(encodeHeader(header), encodeHeader(parent));
    const future = (await client.getBlock()).timestamp + 1_000n;
    await expect(seeds.seedOf(future, proof)).to.be.revertedWithCustomError(seeds, "SeedNotYet").withArgs(future);
    const error = await seedProof({ client, time: future }).catch((thrown) => thrown);
    expect(error).to.be.instanceOf(SeedError);
    expect(error.code).to.equal("SeedNotYet");

    const number = (await client.getBlockNumber()) + 1_000n;
    const madeUp = { ...header, number: toHex(number), timestamp: toHex(1n) };
    const unhashed = encodedAnyway(madeUp);
    await expect(seeds.seedOf(2n, proofOf(unhashed, encodeHeader(parent))))
      .to.be.revertedWithCustomError(seeds, "SeedNotYet")
      .withArgs(2n);
  });

  it("reaches back beyond 256 blocks where the chain keeps its history, and not without", async () => {
    const { seeds, request } = site();
    const { time, number, header, parent } = await someSeed();
    const proof = proofOf(encodeHeader(header), encodeHeader(parent));
    await mine(site(), 300n);
    const answer = await request("eth_call", [{ to: HISTORY, data: toHex(number, { size: 32 }) }, "latest"]).catch(
      () => "0x",
    );
    if (answer === "0x") {
      await expect(seeds.seedOf(time, proof))
        .to.be.revertedWithCustomError(seeds, "SeedBlockForgotten")
        .withArgs(number);
    } else {
      expect(await seeds.seedOf(time, proof)).to.equal(keccak256(header.mixHash as Hex));
    }
  });
}

/** The encoding of a header that isn't any block's, with the fields that every chain has. */
function encodedAnyway(header: RpcHeader): Hex {
  const bytes = (name: string) => header[name] as Hex;
  const quantity = (name: string) => {
    const digits = BigInt(bytes(name)).toString(16);
    return digits === "0" ? "0x" : (`0x${digits.length % 2 ? "0" : ""}${digits}` as Hex);
  };
  return toRlp([
    ...["parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot", "receiptsRoot", "logsBloom"].map(bytes),
    ...["difficulty", "number", "gasLimit", "gasUsed", "timestamp"].map(quantity),
    ...["extraData", "mixHash", "nonce"].map(bytes),
  ]);
}

async function mine({ request }: Site, blocks: bigint): Promise<void> {
  await request("hardhat_mine", [toHex(blocks)]);
}

describe("RandaoSeeds on Hardhat's chain", () => {
  let connection: NetworkConnection;
  let here: Site;

  beforeEach(async () => {
    connection = (await network.create()) as NetworkConnection;
    here = await siteOf(connection);
  });
  afterEach(() => connection.close());

  refusesAndAccepts(() => here);

  it("forgets a seed after 8,191 blocks", async () => {
    const { seeds, client } = here;
    await mine(here, 10n);
    const time = (await client.getBlock()).timestamp;
    const { proof, block } = await seedProof({ client, time });
    await mine(here, 8_200n);
    await expect(seeds.seedOf(time, proof)).to.be.revertedWithCustomError(seeds, "SeedBlockForgotten").withArgs(block);
    const error = await seedProof({ client, time }).catch((thrown) => thrown);
    expect(error.code).to.equal("SeedForgotten");
  });

  it("asks the history contract by the address and the words of EIP-2935", async () => {
    const { seeds, client, request } = here;
    await request("hardhat_setCode", [HISTORY, HISTORY_CODE]);
    await mine(here, 10n);
    const time = (await client.getBlock()).timestamp;
    const { proof, seed, block } = await seedProof({ client, time });
    await mine(here, 300n);
    const { hash } = await here.block(block);
    // Where each block's first act would have put it.
    await request("hardhat_setStorageAt", [HISTORY, toHex(block % 8_191n), hash]);
    expect(await seeds.seedOf(time, proof)).to.equal(seed);
  });

  it("takes the silence of a chain without a history for no hash", async () => {
    const { seeds, client, request } = here;
    await mine(here, 10n);
    const time = (await client.getBlock()).timestamp;
    const { proof, block } = await seedProof({ client, time });
    await mine(here, 300n);
    await request("hardhat_setCode", [HISTORY, "0x"]);
    expect(await request("eth_call", [{ to: HISTORY, data: toHex(block, { size: 32 }) }, "latest"])).to.equal("0x");
    await expect(seeds.seedOf(time, proof)).to.be.revertedWithCustomError(seeds, "SeedBlockForgotten").withArgs(block);
  });
});

describe("RandaoSeeds on anvil", () => {
  let chain: Awaited<ReturnType<typeof startAnvil>> | undefined;
  let connection: NetworkConnection;
  let here: Site;

  before(async function () {
    if (!anvilInstalled) return this.skip();
    chain = await startAnvil(31337);
    connection = await connectTo(chain.url, 31337);
    here = await siteOf(connection);
  });
  after(async () => {
    await connection?.close();
    await chain?.close();
  });

  refusesAndAccepts(() => here);
});
