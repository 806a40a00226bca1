// Where balances on chain contradict what the story's events add up to: every wallet, and the three contracts that hold
// money.
import {
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type Address, erc20Abi, zeroAddress } from "viem";
import type { Chain } from "../lib/chain.ts";
import type { Assets } from "./money.ts";
import type { Mismatch, StoryReport } from "./report.ts";

export type Told = Pick<StoryReport, "params" | "accounts" | "members" | "timeline" | "totals">;

/** @param untouched Native money that each wallet would hold, had nobody paid it. */
export async function checkBalances(
  chain: Chain,
  deployment: Deployment,
  assets: Assets,
  told: Told,
  untouched: ReadonlyMap<Address, bigint>,
): Promise<Mismatch[]> {
  const checks = new Checks();
  await checkWallets(chain, deployment, assets, told, untouched, checks);
  await checkBooks(chain, deployment, assets, told, checks);
  return checks.mismatches;
}

class Checks {
  readonly mismatches: Mismatch[] = [];

  equal(key: string, expected: bigint, actual: bigint, message: string): void {
    if (expected === actual) return;
    this.mismatches.push({ kind: "balance", key, expected: `${expected}`, actual: `${actual}`, message });
  }
}

async function checkWallets(
  chain: Chain,
  { contracts }: Deployment,
  assets: Assets,
  { params, accounts, members, timeline }: Told,
  untouched: ReadonlyMap<Address, bigint>,
  checks: Checks,
): Promise<void> {
  const paid = new Map<string, bigint>();
  const pay = (to: Address, asset: string, value: string) =>
    paid.set(`${to} ${asset}`, (paid.get(`${to} ${asset}`) ?? 0n) + BigInt(value));
  for (const entry of timeline) {
    if (entry.type === "claim") pay(entry.to, entry.asset, entry.amount);
    else if (entry.type === "dividend") pay(entry.account, entry.asset, entry.amount);
  }
  const voices = new Map<Address, bigint>(params.founders.map(({ account, voice }) => [account, BigInt(voice)]));
  for (const { wallet, tokens } of accounts) voices.set(wallet, (voices.get(wallet) ?? 0n) + BigInt(tokens));

  const lost = timeline.flatMap((entry) => (entry.type === "rebind" ? [entry.from] : []));
  const wallets = new Set([...accounts, ...members].map((one) => ("wallet" in one ? one.wallet : one.account)));
  for (const wallet of new Set([...wallets, ...lost])) {
    for (const [symbol, token] of assets) {
      const due =
        (paid.get(`${wallet} ${symbol}`) ?? 0n) + (token === zeroAddress ? (untouched.get(wallet) ?? 0n) : 0n);
      const held = await balanceOf(chain, token, wallet);
      checks.equal(`${wallet}.${symbol}`, due, held, `${wallet} holds another amount of ${symbol} than it was paid.`);
    }
    const token = { address: contracts.contributionToken, abi: contributionTokenAbi } as const;
    const held = await chain.client.readContract({ ...token, functionName: "balanceOf", args: [wallet] });
    const message = `${wallet} holds other contribution tokens than were minted to it or followed its seat.`;
    checks.equal(`${wallet}.tokens`, voices.get(wallet) ?? 0n, held, message);
  }
}

/** Each contract's books say what it owes, and it holds at least that much. */
async function checkBooks(
  chain: Chain,
  { contracts }: Deployment,
  assets: Assets,
  { totals }: Told,
  checks: Checks,
): Promise<void> {
  const { contributorRewards, universalDividend, treasury } = contracts;
  for (const [symbol, token] of assets) {
    const total = totals[symbol];
    if (total === undefined) continue;
    const books = async (name: string, holder: Address, abi: typeof treasuryAbi, due: bigint) => {
      const call = { address: holder, abi, functionName: "accounted", args: [token] } as const;
      const booked = await chain.client.readContract(call);
      checks.equal(`${name}.${symbol}`, due, booked, `The books of ${name} say another amount of ${symbol}.`);
      const held = await balanceOf(chain, token, holder);
      if (held < booked) checks.equal(`${name}.${symbol}`, booked, held, `${name} holds less than it owes.`);
    };
    const reserve = BigInt(total.reserve) + BigInt(total.upstreamParts.reserve);
    await books("ContributorRewards", contributorRewards, contributorRewardsAbi as never, BigInt(total.residue));
    await books("UniversalDividend", universalDividend, universalDividendAbi as never, BigInt(total.dividendResidue));
    await books("Treasury", treasury, treasuryAbi, reserve);
  }
}

function balanceOf(chain: Chain, token: Address, account: Address): Promise<bigint> {
  return token === zeroAddress
    ? chain.client.getBalance({ address: account })
    : chain.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });
}
