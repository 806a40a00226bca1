// Money shared by others: OpenZeppelin's PaymentSplitter, from which each takes their part, and three baselines: a splitter
// that pays everyone, an accumulator for stakers, and a token that pays dividends.
import { type Abi, type Address, encodeDeployData, type Hex, parseEther, zeroAddress } from "viem";
import { testTokenAbi } from "../../scripts/lib/testToken.ts";
import { deploy, deployCode, endow, impersonate, measure, pay, send, someone, wait } from "./chain.ts";
import { type Code, versionOf } from "./compile.ts";
import { floors } from "./floors.ts";
import { operator } from "./governor.ts";

const baseline = { source: "baseline", version: "from specification" } as const;
type Find = (name: string) => Code;

/** People with some of both assets, so that being paid writes no empty word. */
async function recipients(count: number, name: string): Promise<Address[]> {
  const people = Array.from({ length: count }, (_, i) => someone(`${name} ${i}`));
  for (const each of people) await endow(each);
  return people;
}

export async function benchSharing(code: Find): Promise<void> {
  const token = await deploy("TestToken", ["Play USDC", "USDC", 6]);
  const mint = (to: Address) =>
    send({ from: operator, to: token, abi: testTokenAbi as Abi, functionName: "mint", args: [to, 10n ** 12n] });
  await benchPaymentSplitter(code, token, mint);
  await benchPushSplitter(code);
  await benchStakingRewards(code, token, mint);
  await benchDividendToken(code);
}

async function benchPaymentSplitter(code: Find, token: Address, mint: (to: Address) => Promise<bigint>): Promise<void> {
  const { abi, bytecode } = code("PeerPaymentSplitter");
  const payees = await recipients(10, "payee");
  const splitter = await deployCode(abi, bytecode, [payees, payees.map(() => 1n)]);
  const label = { subject: "OpenZeppelin PaymentSplitter", version: versionOf("openzeppelin-contracts-v4") };
  const payee = payees[0] as Address;
  await mint(payee);
  for (const kind of ["native", "token"] as const) {
    for (const warm of [false, true]) {
      if (kind === "native") await pay(splitter, parseEther("1"));
      else await mint(splitter);
      // Overloaded: one of two functions of this name.
      const args = kind === "native" ? [payee] : [token, payee];
      const one = abi.filter(
        (each) => each.type === "function" && each.name === "release" && each.inputs.length === args.length,
      );
      const call = { from: operator, to: splitter, abi: one, functionName: "release", args };
      await measure(
        { ...label, op: `claim ${kind === "native" ? kind : "ERC-20"}`, warm, floor: floors.claim(kind, !warm) },
        call,
      );
    }
  }
}

async function benchPushSplitter(code: Find): Promise<void> {
  const [splitter, warehouse] = [code("PushSplitter"), code("Warehouse")];
  const house = await deployCode(warehouse.abi, warehouse.bytecode, []);
  const master = await deployCode(splitter.abi, splitter.bytecode, [house]);
  for (const n of [10, 100, 1_000]) {
    const split = {
      recipients: await recipients(n, "recipient"),
      allocations: Array.from({ length: n }, () => BigInt(1_000_000 / n)),
      totalAllocation: 1_000_000n,
      distributionIncentive: 0,
    };
    const clone = await deployCode([], cloneOf(master), []);
    await send({ from: operator, to: clone, abi: splitter.abi, functionName: "initialize", args: [split] });
    const call = { from: operator, to: clone, abi: splitter.abi, functionName: "distribute" };
    const args = [split, zeroAddress, operator];
    await pay(clone, parseEther("1"));
    await send({ ...call, args });
    await pay(clone, parseEther("1"));
    const label = { ...baseline, op: "distribute native by pushing", subject: "Push splitter", warm: true, n };
    await measure({ ...label, floor: floors.push(n) }, { ...call, args });
  }
}

/** A minimal proxy, from the specification of ERC-1167. */
const cloneOf = (master: Address): Hex =>
  encodeDeployData({
    abi: [],
    bytecode: `0x3d602d80600a3d3981f3363d3d373d3d3d363d73${master.slice(2)}5af43d82803e903d91602b57fd5bf3`,
  });

async function benchStakingRewards(code: Find, token: Address, mint: (to: Address) => Promise<bigint>): Promise<void> {
  const { abi, bytecode } = code("StakingRewards");
  const pool = await deployCode(abi, bytecode, [operator, token]);
  const [staker] = (await recipients(1, "staker")) as [Address];
  await impersonate(staker);
  await mint(staker);
  const call = (from: Address, functionName: string, args: readonly unknown[]) => ({
    from,
    to: pool,
    abi,
    functionName,
    args,
  });
  await send(call(operator, "stake", [staker, parseEther("1")]));
  await send(call(operator, "stake", [someone("another staker"), parseEther("9")]));
  const label = { ...baseline, subject: "Staking rewards" };
  for (const warm of [false, true]) {
    await mint(pool);
    const distribute = { ...label, op: "distribute ERC-20", warm, floor: floors.distribute("token") };
    await measure(distribute, call(operator, "notifyRewardAmount", [10n ** 11n]));
    await wait(86_400);
    await measure(
      { ...label, op: "claim ERC-20", warm, floor: floors.claim("token", !warm) },
      call(staker, "getReward", []),
    );
  }
}

async function benchDividendToken(code: Find): Promise<void> {
  const { abi, bytecode } = code("DividendToken");
  const dividends = await deployCode(abi, bytecode, []);
  const [holder] = (await recipients(1, "holder")) as [Address];
  await impersonate(holder);
  const call = (from: Address, functionName: string, args: readonly unknown[], value = 0n) => ({
    from,
    to: dividends,
    abi,
    functionName,
    args,
    value,
  });
  for (const account of [holder, operator]) await send(call(operator, "mint", [account, parseEther("10")]));
  const label = { ...baseline, subject: "Dividend token, ERC-1726" };
  for (const warm of [false, true]) {
    const distribute = { ...label, op: "distribute native", warm, floor: floors.distribute("native") };
    await measure(distribute, call(operator, "distributeDividends", [], parseEther("1")));
    const withdraw = { ...label, op: "claim native", warm, floor: floors.claim("native", !warm) };
    await measure(withdraw, call(holder, "withdrawDividend", []));
  }
}
