// A small co-op made for one vote: the token, the register of members and the governor, founded by the voters of a record.
// The contracts are those of any deployment; only what never votes (models, treasury) is left out.
import {
  type Credential,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionTokenAbi,
  credentialTypedData,
  memberRegistryAbi,
} from "@commonmind/sdk";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Address,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  type PublicClient,
  parseEther,
  stringToBytes,
  toFunctionSelector,
  toHex,
  zeroAddress,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { clientOf } from "../lib/chain.ts";

/** Chains for replays begin here. */
const START = new Date("2026-01-01T00:00:00Z");
const BLOCK_GAS = 1_000_000_000n;
/** Above any base fee here: blocks are never half full. */
const GAS_PRICE = 2_000_000_000n;
/** Just below the most that one transaction may use. */
export const MOST_GAS = 16_000_000n;
/** Seats founded by one transaction. */
const FOUNDERS_PER_STEP = 60;
/** Voting is open this long, in seconds: every ballot is cast well before the closing window. */
const PERIOD = 60 * 86_400;
const DELAY = 3_600;
const SEAT_EXPIRY = 4_102_444_800;

export type Rules = { readonly capBps: number; readonly quorumPercent: number };

export type Transaction = { readonly from: Address; readonly to?: Address; readonly data: Hex; readonly gas: bigint };
export type Mined = { readonly ok: boolean; readonly gas: bigint; readonly contract: Address | null };

export type Governors = { readonly capped: Address; readonly uncapped: Address };
export type Calls = readonly [targets: Address[], values: bigint[], calldatas: Hex[]];

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** An account that nobody has the key of, the same on every run. */
export const accountOf = (name: string): Address => getAddress(`0x${keccak256(stringToBytes(name)).slice(26)}`);

/** A chain with the contracts on it, their genesis still open. */
export async function openStage() {
  const connection = (await network.create({
    network: "default",
    override: { initialDate: START, blockGasLimit: BLOCK_GAS } as never,
  })) as NetworkConnection;
  const { provider, ethers } = connection;
  const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
  const client: PublicClient = clientOf(provider);
  const chainId = await client.getChainId();
  const [first] = (await request("eth_accounts")) as Address[];
  if (!first) throw new Error("A chain of our own has accounts.");
  const operator = getAddress(first);
  const issuer = privateKeyToAccount(keccak256(stringToBytes("commonmind.replay.issuer")));

  const create = async (name: string, args: unknown[], libraries = {}) =>
    getAddress(await (await ethers.deployContract(name, args, { libraries })).getAddress());
  const accessManager = await create("AccessManager", [operator]);
  const day = 86_400;
  const periods = { rebind: day, recovery: day, lapse: day, grace: day };
  const members = await create("MemberRegistry", [accessManager, periods]);
  const token = await create("ContributionToken", [accessManager, members, 1n]);
  const timelock = await create("CommonsTimelock", [day, [], [], operator]);
  const library = await create("Chambers", []);
  await request("evm_setAutomine", [false]);

  /** Mines everything in as few blocks as it takes, and says how each went. */
  async function mine(transactions: readonly Transaction[]): Promise<Mined[]> {
    const mined: Mined[] = [];
    let waiting: Hex[] = [];
    let gasWaiting = 0n;
    const nonces = new Map<Address, number>();
    const flush = async () => {
      await request("evm_mine");
      for (const hash of waiting) {
        const { status, gasUsed, contractAddress } = await client.getTransactionReceipt({ hash });
        mined.push({ ok: status === "success", gas: gasUsed, contract: contractAddress ?? null });
      }
      [waiting, gasWaiting] = [[], 0n];
    };
    for (const { from, to, data, gas } of transactions) {
      if (gasWaiting + gas > BLOCK_GAS / 2n) await flush();
      // Everything is said: what is left out would be looked up in a pending block, which is built anew for each.
      const nonce = nonces.get(from) ?? (await client.getTransactionCount({ address: from, blockTag: "latest" }));
      nonces.set(from, nonce + 1);
      const transaction = {
        from,
        ...(to ? { to } : {}),
        data,
        gas: toHex(gas),
        nonce: toHex(nonce),
        gasPrice: toHex(GAS_PRICE),
      };
      waiting.push((await request("eth_sendTransaction", [transaction])) as Hex);
      gasWaiting += gas;
    }
    if (waiting.length > 0) await flush();
    return mined;
  }

  /** The same where nothing may fail. */
  async function must(what: string, transactions: readonly Transaction[]): Promise<Mined[]> {
    const mined = await mine(transactions);
    const failed = mined.findIndex(({ ok }) => !ok);
    if (failed >= 0) throw new Error(`${what} failed on chain (number ${failed + 1} of ${mined.length}).`);
    return mined;
  }

  const onMembers = (
    functionName: "found" | "closeGenesis" | "setIssuer",
    args: readonly unknown[],
    gas = 500_000n,
  ) => ({
    from: operator,
    to: members,
    data: encodeFunctionData({ abi: memberRegistryAbi, functionName, args } as never),
    gas,
  });
  const nullifierOf = (account: Address) => keccak256(account);

  await must("founding", [
    onMembers("setIssuer", [issuer.address, true, 4_294_967_295, 4_294_967_295]),
    {
      from: operator,
      to: token,
      data: encodeFunctionData({ abi: contributionTokenAbi, functionName: "addMinter", args: [operator] }),
      gas: 200_000n,
    },
  ]);

  return {
    connection,
    client,
    chainId,
    operator,
    token,
    members,
    mine,
    must,
    close: () => connection.close(),
    snapshot: () => request("evm_snapshot") as Promise<Hex>,
    revert: async (id: Hex) => {
      if (!(await request("evm_revert", [id]))) throw new Error("The chain has lost its snapshot.");
    },
    /** Lets accounts send transactions here. */
    async fund(accounts: readonly Address[]): Promise<void> {
      for (const account of accounts) {
        await request("hardhat_impersonateAccount", [account]);
        await request("hardhat_setBalance", [account, toHex(parseEther("1000"))]);
      }
    },
    async until(time: bigint): Promise<void> {
      await request("evm_setNextBlockTimestamp", [toHex(time)]);
      await request("evm_mine");
    },
    /** Seats members, while genesis is open. */
    async found(accounts: readonly Address[]): Promise<void> {
      const steps: Transaction[] = [];
      for (let i = 0; i < accounts.length; i += FOUNDERS_PER_STEP) {
        const founders = accounts.slice(i, i + FOUNDERS_PER_STEP).map((account) => ({
          issuer: issuer.address,
          nullifier: nullifierOf(account),
          account,
          expiry: SEAT_EXPIRY,
        }));
        steps.push(onMembers("found", [founders], MOST_GAS));
      }
      await must("seating", steps);
    },
    /** Opens seats after genesis, as anybody gets one. */
    async enrol(accounts: readonly Address[]): Promise<void> {
      const steps: Transaction[] = [];
      for (const account of accounts) {
        const credential: Credential = {
          issuer: issuer.address,
          nullifier: nullifierOf(account),
          account,
          serial: 1,
          expiry: SEAT_EXPIRY,
        };
        const signed = await issuer.signTypedData(credentialTypedData({ chainId, registry: members, credential }));
        const args = [credential, signed] as const;
        const data = encodeFunctionData({ abi: memberRegistryAbi, functionName: "enrol", args });
        steps.push({ from: account, to: members, data, gas: 500_000n });
      }
      await must("enrolling", steps);
    },
    async mint(amounts: readonly (readonly [Address, bigint])[]): Promise<void> {
      const steps = amounts.map(([account, amount]) => {
        const data = encodeFunctionData({ abi: contributionTokenAbi, functionName: "mint", args: [account, amount] });
        return { from: operator, to: token, data, gas: 400_000n };
      });
      await must("giving weights", steps);
    },
    async delegate(pairs: readonly (readonly [from: Address, to: Address])[]): Promise<void> {
      const steps = pairs.map(([from, to]) => {
        const data = encodeFunctionData({ abi: contributionTokenAbi, functionName: "delegate", args: [to] });
        return { from, to: token, data, gas: 400_000n };
      });
      await must("delegating", steps);
    },
    /** Ends genesis and hands over, as any deployment does: afterwards the governor decides, and nobody stands above it. */
    async constitute({ capBps, quorumPercent }: Rules): Promise<Governors> {
      const wiring = { token, members, timelock, accessManager };
      const rules = {
        votingDelay: DELAY,
        votingPeriod: PERIOD,
        proposalThreshold: 1n,
        quorumPercent,
        guardian: zeroAddress,
        guardianExpiry: 0,
      };
      const chambers = {
        capBps,
        unseatedCapBps: 0,
        vetoBps: 1_000,
        turnoutBps: 2_000,
        cosignBps: 200,
        closingBps: 1_000,
      };
      const ordinary = [{ target: token, selector: toFunctionSelector("setMintCap(uint128)") }];
      const libraries = { Chambers: library };
      const governor = await ethers.getContractFactory("CommonsGovernor", { libraries });
      const uncapped = await ethers.getContractFactory("UncappedGovernor");
      const ours = await governor.getDeployTransaction(wiring, rules, chambers, ordinary);
      const stock = await uncapped.getDeployTransaction(token, DELAY, PERIOD, quorumPercent);
      const [closed, made, other] = await must("constituting", [
        onMembers("closeGenesis", []),
        { from: operator, data: ours.data as Hex, gas: MOST_GAS },
        { from: operator, data: stock.data as Hex, gas: MOST_GAS },
      ]);
      if (!closed || !made?.contract || !other?.contract) throw new Error("The governors weren't deployed.");
      const capped = getAddress(made.contract);
      const grants = ["PROPOSER_ROLE", "CANCELLER_ROLE", "EXECUTOR_ROLE"].map((role) =>
        encodeFunctionData({
          abi: commonsTimelockAbi,
          functionName: "grantRole",
          args: [keccak256(stringToBytes(role)), capped],
        }),
      );
      const renounce = encodeFunctionData({
        abi: commonsTimelockAbi,
        functionName: "renounceRole",
        args: [toHex(0, { size: 32 }), operator],
      });
      await must(
        "handing over",
        [...grants, renounce].map((data) => ({ from: operator, to: timelock, data, gas: 200_000n })),
      );
      return { capped, uncapped: getAddress(other.contract) };
    },
    /** Any ordinary call: what is proposed matters to nobody here. */
    calls(): Calls {
      const mintCap = encodeFunctionData({ abi: contributionTokenAbi, functionName: "setMintCap", args: [1n] });
      return [[token], [0n], [mintCap]];
    },
    async propose(from: Address, governor: Address, descriptions: readonly string[]): Promise<bigint[]> {
      const calls = this.calls();
      const steps = descriptions.map((text) => {
        const args = [...calls, text] as const;
        const data = encodeFunctionData({ abi: commonsGovernorAbi, functionName: "propose", args });
        return { from, to: governor, data, gas: 500_000n };
      });
      await must("proposing", steps);
      return Promise.all(
        descriptions.map((text) =>
          client.readContract({
            address: governor,
            abi: commonsGovernorAbi,
            functionName: "getProposalId",
            args: [...calls, keccak256(stringToBytes(text))],
          }),
        ),
      );
    },
  };
}
