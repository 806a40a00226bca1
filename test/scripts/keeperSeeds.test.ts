// What the keeper pays for seeds of the chain beneath, and what it does when either chain isn't as it was: two chains in this
// process, of which the one tells the other's blocks as its origins.
import { L1_BLOCK, originSeedsAbi } from "@commonmind/sdk";
import { expect } from "chai";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { createPublicClient, custom, type EIP1193RequestFn, type Hex, http, type PublicClient, toHex } from "viem";
import { ChainError, openChain } from "../../scripts/lib/chain.ts";
import { SeedProofs } from "../../scripts/lib/SeedProofs.ts";
import type { L1BlockStandIn } from "../../types/index.ts";

const BASE_SEPOLIA = 84532;
const PANEL = "0x00000000000000000000000000000000000a9e11";

describe("The keeper's seeds from the chain beneath", () => {
  let above: NetworkConnection;
  let below: NetworkConnection;
  let beneath: PublicClient;
  let origin: L1BlockStandIn;
  let source: Hex;

  beforeEach(async () => {
    above = (await network.create({ override: { chainId: BASE_SEPOLIA } as never })) as NetworkConnection;
    below = (await network.create()) as NetworkConnection;
    const { ethers } = above;
    const standIn = await ethers.deployContract("L1BlockStandIn");
    await code(L1_BLOCK, (await ethers.provider.getCode(await standIn.getAddress())) as Hex);
    origin = standIn.attach(L1_BLOCK) as L1BlockStandIn;
    source = (await (await ethers.deployContract("OriginSeeds")).getAddress()) as Hex;
    await name(source);
    beneath = createPublicClient({ transport: custom(below.provider), cacheTime: 0 });
  });
  afterEach(() => Promise.all([above.close(), below.close()]));

  const code = (address: Hex, bytes: Hex) =>
    above.provider.request({ method: "hardhat_setCode", params: [address, bytes] });
  /** A panel that answers whatever it is asked with the address of its source of seeds. */
  const name = (address: Hex) => code(PANEL, `0x73${address.slice(2)}5f5260205ff3`);

  const seeds = async (client = beneath) =>
    new SeedProofs(await openChain(above), { contracts: { reviewPanel: PANEL } } as never, client);
  /** Transactions that were sent. */
  const sent = async () => above.ethers.provider.getTransactionCount((await above.ethers.getSigners())[0] as never);

  async function next(count = 1): Promise<bigint> {
    for (let i = 0; i < count; i++) {
      const { timestamp } = await beneath.getBlock();
      await below.provider.request({ method: "evm_setNextBlockTimestamp", params: [toHex(timestamp + 12n)] });
      await below.provider.request({ method: "evm_mine", params: [] });
    }
    const { number, timestamp, hash } = await beneath.getBlock();
    const [, stranger] = await above.ethers.getSigners();
    await origin.connect(stranger as never).set(number, timestamp, hash);
    return timestamp;
  }
  const seedOf = async (time: bigint, proof: Hex, address = source) =>
    (await openChain(above)).client.readContract({
      address,
      abi: originSeedsAbi,
      functionName: "seedOf",
      args: [Number(time), proof],
    });

  it("are proved anew when the chain took back the block in which their note was", async () => {
    const keeper = await seeds();
    const time = await next(4);
    await next(2);
    const before = (await above.provider.request({ method: "evm_snapshot", params: [] })) as Hex;
    const first = await keeper.proofOf(time);
    expect(await seedOf(time, first.proof)).to.equal(first.seed);
    await above.provider.request({ method: "evm_revert", params: [before] });
    const again = await keeper.proofOf(time);
    expect(await seedOf(time, again.proof)).to.equal(first.seed);
  });

  it("are proved anew when a vote put another source in its place", async () => {
    const keeper = await seeds();
    const time = await next(4);
    await next(2);
    const { seed } = await keeper.proofOf(time);
    const other = (await (await above.ethers.deployContract("OriginSeeds")).getAddress()) as Hex;
    await name(other);
    const { proof } = await keeper.proofOf(time);
    expect(await seedOf(time, proof, other)).to.equal(seed);
  });

  it("cost no second note for what one already leads to", async () => {
    const keeper = await seeds();
    const times = [await next(4), await next(3), await next(70)];
    await next();
    const all = async () => {
      for (const time of times) await seedOf(time, (await keeper.proofOf(time)).proof);
    };
    await all();
    const after = await sent();
    await all();
    await next(5);
    await all();
    expect((await sent()) - after).to.equal(0);
  });

  it("cost nothing while the node beneath is behind, of another chain, or doesn't answer", async () => {
    const time = await next(4);
    await next(2);
    const lag = { timestamp: time, number: (await beneath.getBlockNumber()) - 1n };
    const { request } = beneath;
    const behind = custom({
      request: (async (asked: { method: string; params: [Hex] }) =>
        asked.method === "eth_getBlockByNumber" && BigInt(asked.params[0]) > lag.number
          ? null
          : request(asked as never)) as EIP1193RequestFn,
    });
    const elsewhere = (await network.create()) as NetworkConnection;
    await elsewhere.provider.request({ method: "hardhat_mine", params: [toHex(20)] });
    const transports = [behind, custom(elsewhere.provider), http("http://127.0.0.1:9/secret", { retryCount: 0 })];
    const before = await sent();
    const errors: Error[] = [];
    for (const transport of transports) {
      const keeper = await seeds(createPublicClient({ transport, cacheTime: 0 }));
      for (let pass = 0; pass < 2; pass++) errors.push(await keeper.proofOf(time).catch((error) => error));
    }
    await elsewhere.close();
    expect((await sent()) - before).to.equal(0);
    const codes = errors.map((error) => (error as { code?: string }).code ?? error.name);
    expect(codes).to.deep.equal([
      ...["BlockMissing", "BlockMissing", "SeedChainWrong", "SeedChainWrong", "ChainError", "ChainError"],
    ]);
    expect(errors.at(-1)).to.be.instanceOf(ChainError);
    // An address may have a key in it.
    expect(errors.at(-1)?.message).not.to.include("secret");
  });

  it("cost no more than they have to where the node beneath tells of blocks that aren't there", async () => {
    const time = await next(4);
    await next(2);
    // All blocks are of late, and the first of them is number 0.
    const { request } = beneath;
    let asked = 0;
    const lying = custom({
      request: (async (call: { method: string; params: [Hex] }) => {
        const found = (await request(call as never)) as Record<string, unknown> | null;
        if (call.method !== "eth_getBlockByNumber") return found;
        asked++;
        return found && BigInt(call.params[0]) < 4n ? { ...found, timestamp: toHex(time + 1_000n) } : found;
      }) as EIP1193RequestFn,
    });
    const keeper = await seeds(createPublicClient({ transport: lying, cacheTime: 0 }));
    const before = await sent();
    const error = await keeper.proofOf(time).catch((thrown) => thrown);
    expect(error.code).to.equal("HeaderUnknown");
    expect((await sent()) - before).to.equal(0);
    expect(asked).to.be.lessThan(40);
  });
});
