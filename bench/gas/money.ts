// Gas of money on its way: paid, settled without and with ancestors, collected by contributors and members.
import { collectorAbi, contributorRewardsAbi, tillAddress, treasuryAbi, universalDividendAbi } from "@commonmind/sdk";
import { type Abi, type Address, erc20Abi, parseEther, toHex, zeroAddress } from "viem";
import { testTokenAbi } from "../../scripts/lib/testToken.ts";
import { accounts, contracts, deploy, enter, genesis, measure, pay, send, sent, someone } from "./chain.ts";
import { floors } from "./floors.ts";

import { claimedWork, closeBatch, finalWork, MODEL, modelCount, publish, register } from "./work.ts";

const operator = accounts[0] as Address;
const memo = toHex("invoice 114", { size: 32 });

const onTreasury = (from: Address, functionName: string, args: readonly unknown[], value = 0n) => ({
  from,
  to: contracts.treasury,
  abi: treasuryAbi as Abi,
  functionName,
  args,
  value,
});
const settle = (modelId: bigint, asset: Address) => onTreasury(operator, "settle", [modelId, asset]);
const till = (modelId: bigint) => tillAddress({ registry: contracts.modelRegistry, modelId });

/** Puts money into a model's till. */
async function fill(modelId: bigint, asset: Address): Promise<void> {
  if (asset === zeroAddress) await pay(till(modelId), parseEther("1"));
  else
    await send({
      from: operator,
      to: asset,
      abi: testTokenAbi as Abi,
      functionName: "mint",
      args: [till(modelId), 1_000_000_007n],
    });
}

/** A released model with work of its own, so that what it gets is shared. */
async function releasedModel(
  name: string,
  contributors: number,
  upstream: readonly { modelId: bigint; bps: number }[] = [],
): Promise<{ modelId: bigint; id: bigint }> {
  await send(register(upstream));
  const modelId = await modelCount();
  const { id } = await finalWork(modelId, contributors, someone(name));
  await send(closeBatch(modelId));
  await send(publish(modelId, 1));
  return { modelId, id };
}

const claimOf = (holder: Address, positions: readonly bigint[], asset: Address) => ({
  from: operator,
  to: contracts.contributorRewards,
  abi: contributorRewardsAbi as Abi,
  functionName: "claim",
  args: [holder, positions, [asset]],
});
const dividendOf = (seat: bigint, asset: Address) => ({
  from: operator,
  to: contracts.universalDividend,
  abi: universalDividendAbi as Abi,
  functionName: "claim",
  args: [seat, [asset]],
});

export async function benchMoney({ position, holder }: { position: bigint; holder: Address }): Promise<void> {
  const token = await deploy("TestToken", ["Play USDC", "USDC", 6]);
  await send(onTreasury(contracts.timelock, "listAsset", [token]));
  const assets = [
    { asset: token, kind: "token", name: "ERC-20" },
    { asset: zeroAddress, kind: "native", name: "native" },
  ] as const;
  const earn = async (asset: Address) => {
    await fill(MODEL, asset);
    await send(settle(MODEL, asset));
  };

  // The first of each asset also deploys the till or opens the books; a later one is what a running model pays.
  for (const n of [10, 1_000, 1_000_000]) {
    const { modelId } = await releasedModel(`one of ${n}`, n);
    for (const { asset, kind, name } of assets) {
      for (const warm of [false, true]) {
        await fill(modelId, asset);
        const goal = kind === "token" && warm ? { goal: 110_000n } : {};
        await measure(
          { op: `settle ${name}`, warm, n, floor: floors.distribute(kind), ...goal },
          settle(modelId, asset),
        );
      }
    }
  }
  const ancestors = [{ modelId: MODEL, bps: 250 }];
  for (const n of [1, 16]) {
    while (ancestors.length < n) {
      const { modelId } = await releasedModel(`kin ${ancestors.length}`, 4);
      ancestors.push({ modelId, bps: 250 });
    }
    if (n === 16)
      await measure({ op: "register a model with ancestors, by the timelock", warm: false, n }, register(ancestors));
    const { modelId: heir } = await releasedModel(`heir of ${n}`, 4, ancestors);
    for (const { asset, name } of assets) {
      for (const warm of [false, true]) {
        await fill(heir, asset);
        await measure({ op: `settle ${name} with ancestors`, warm, n }, settle(heir, asset));
      }
    }
  }

  for (const { asset, kind, name } of assets) {
    for (const warm of [false, true]) {
      await earn(asset);
      const goal = warm ? { goal: kind === "token" ? 58_000n : 50_000n } : {};
      const label = { op: `claim ${name}`, warm, floor: floors.claim(kind, !warm), ...goal };
      await measure(label, claimOf(holder, [position], asset));
    }
  }
  for (const { asset, kind, name } of assets) {
    for (const warm of [false, true]) {
      await earn(asset);
      await measure({ op: `dividend ${name}`, warm, floor: floors.dividend(kind, !warm) }, dividendOf(3n, asset));
    }
  }

  // A member with work that earns: a position and a seat, in both assets, in one transaction.
  const people = genesis.founders.map(({ account }) => account);
  const work = await claimedWork(MODEL, people);
  await send(closeBatch(MODEL));
  await send(publish(MODEL, 2));
  const member = people[3] as Address;
  const both = [token, zeroAddress];
  const everything = {
    from: operator,
    to: contracts.collector,
    abi: collectorAbi as Abi,
    functionName: "collect",
    args: [[{ account: member, positions: [(work << 32n) | 3n], assets: both }], [{ id: 4n, assets: both }]],
  };
  for (const warm of [false, true]) {
    for (const { asset } of assets) await earn(asset);
    const label = { op: "collect everything: a position and a seat, two assets", warm, n: 4 };
    await measure({ ...label, ...(warm ? { floor: floors.collect(1, 1) } : {}) }, everything);
  }

  // Both leaves of one author at once.
  const two = claimOf(holder, [position, position | 1n], token);
  await earn(token);
  await send(two);
  await earn(token);
  await measure({ op: "claim ERC-20", warm: true, n: 2 }, two);

  // Somebody collects for all founders, in both assets.
  const seats = people.map((_, i) => ({ id: BigInt(i + 1), assets: both }));
  const works = people.map((account, i) => ({ account, positions: [(work << 32n) | BigInt(i)], assets: both }));
  const forAll = { ...everything, args: [works, seats] };
  const label = { op: "collect everything for several people, each", warm: true, n: seats.length };
  for (const warm of [false, true]) {
    for (const { asset } of assets) await earn(asset);
    if (warm) enter([await sent(forAll)], label, seats.length);
    else await send(forAll);
  }

  await send({
    from: operator,
    to: token,
    abi: testTokenAbi as Abi,
    functionName: "mint",
    args: [operator, 10n ** 12n],
  });
  const approval = [contracts.treasury, 10n ** 12n];
  await send({ from: operator, to: token, abi: erc20Abi as Abi, functionName: "approve", args: approval });
  for (const door of ["pay", "give"] as const) {
    for (const { asset, name } of assets) {
      const value = asset === zeroAddress ? 1_000n : 0n;
      const args = door === "pay" ? [MODEL, asset, 1_000n, memo] : [asset, 1_000n, memo];
      await measure({ op: `${door} ${name} with a memo`, warm: true }, onTreasury(operator, door, args, value));
    }
  }
}
