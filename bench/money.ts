// Gas of money on its way: paid, settled without and with ancestors, collected by contributors and members.
import { contributorRewardsAbi, tillAddress, treasuryAbi, universalDividendAbi } from "@commonmind/sdk";
import { type Abi, type Address, erc20Abi, parseEther, toHex, zeroAddress } from "viem";
import { testTokenAbi } from "../scripts/lib/testToken.ts";
import { accounts, contracts, deploy, measure, pay, send, someone } from "./chain.ts";
import { peers } from "./peers.ts";
import { closeBatch, finalWork, MODEL, modelCount, publish, register } from "./work.ts";

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
  upstream: readonly { modelId: bigint; bps: number }[] = [],
): Promise<bigint> {
  await send(register(upstream));
  const modelId = await modelCount();
  await finalWork(modelId, 2, someone(name));
  await send(closeBatch(modelId));
  await send(publish(modelId, 1));
  return modelId;
}

const claimOf = (holder: Address, position: bigint, asset: Address) => ({
  from: operator,
  to: contracts.contributorRewards,
  abi: contributorRewardsAbi as Abi,
  functionName: "claim",
  args: [holder, [position], [asset]],
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
    [token, "ERC-20"],
    [zeroAddress, "native"],
  ] as const;

  // The first of each asset also deploys the till or opens the books; "later" is what a running model pays.
  for (const [asset, name] of assets) {
    for (const turn of ["first", "later"] as const) {
      await fill(MODEL, asset);
      const native = asset === zeroAddress;
      const compared = { peers: native ? peers.distributeNative : peers.distributeToken };
      const target = native ? {} : { target: 110_000n };
      const more = turn === "later" ? { ...target, ...compared } : {};
      await measure(`settle ${name}, no ancestor, ${turn}`, settle(MODEL, asset), more);
    }
  }
  for (const count of [1, 16]) {
    const ancestors = [{ modelId: MODEL, bps: 250 }];
    while (ancestors.length < count)
      ancestors.push({ modelId: await releasedModel(`kin ${ancestors.length}`), bps: 250 });
    if (count === 16) await measure("register, 16 ancestors (by the timelock)", register(ancestors));
    const heir = await releasedModel(`heir of ${count}`, ancestors);
    for (const [asset, name] of assets) {
      for (const turn of ["first", "later"] as const) {
        await fill(heir, asset);
        await measure(`settle ${name}, ${count} ancestor${count === 1 ? "" : "s"}, ${turn}`, settle(heir, asset));
      }
    }
  }

  for (const [asset, name, target] of [
    [token, "ERC-20", 58_000n],
    [zeroAddress, "native", 50_000n],
  ] as const) {
    const compared = asset === zeroAddress ? peers.claimNative : peers.claimToken;
    for (const turn of ["first", "repeat"] as const) {
      if (turn === "repeat") {
        await fill(MODEL, asset);
        await send(settle(MODEL, asset));
      }
      const more = turn === "repeat" ? { target, peers: compared } : {};
      await measure(`claim ${name}, ${turn}`, claimOf(holder, position, asset), more);
    }
  }
  for (const [asset, name] of assets) {
    for (const turn of ["first", "repeat"] as const) {
      if (turn === "repeat") {
        await fill(MODEL, asset);
        await send(settle(MODEL, asset));
      }
      const more = turn === "repeat" ? { peers: peers.income } : {};
      await measure(`dividend ${name}, ${turn}`, dividendOf(3n, asset), more);
    }
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
    for (const [asset, name] of assets) {
      const value = asset === zeroAddress ? 1_000n : 0n;
      const args = door === "pay" ? [MODEL, asset, 1_000n, memo] : [asset, 1_000n, memo];
      await measure(`${door} ${name} with a memo`, onTreasury(operator, door, args, value));
    }
  }
}
