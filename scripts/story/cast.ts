// Who acts in the story. Everyone's key is public knowledge: the founders and the issuer come from the test
// mnemonic that local chains fund, the authors' keys from their ids (history.ts).
import { type Deployment, memberRegistryAbi } from "@commonmind/sdk";
import type { Account, Hex } from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { type Chain, ChainError } from "../lib/chain.ts";
import { authorKey } from "./history.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const FOUNDERS = 7;
const ISSUER = 9;

export type Cast = {
  readonly founders: readonly Account[];
  /** The founders' seats, in the same order. */
  readonly seats: readonly bigint[];
  /** Vouches for people who join. */
  readonly issuer: Account;
};

/** The accounts that hold founding seats and the issuer's office here; refuses a co-op of other people. */
export async function gatherCast(chain: Chain, { contracts }: Deployment): Promise<Cast> {
  const candidates = Array.from({ length: FOUNDERS }, (_, i) => mnemonicToAccount(MNEMONIC, { addressIndex: i + 1 }));
  const issuer = mnemonicToAccount(MNEMONIC, { addressIndex: ISSUER });
  const seats = await Promise.all(
    candidates.map(({ address }) =>
      chain.client.readContract({
        address: contracts.memberRegistry,
        abi: memberRegistryAbi,
        functionName: "seatOf",
        args: [address],
      }),
    ),
  );
  const { active: vouches } = await chain.client.readContract({
    address: contracts.memberRegistry,
    abi: memberRegistryAbi,
    functionName: "issuerAt",
    args: [issuer.address],
  });
  if (seats.includes(0n) || !vouches) {
    throw new ChainError(
      "The co-op on this chain has other founders or another issuer than the story plays. Deploy one from " +
        "deploy/genesis/local.json (npm run deploy -- --network localhost), or tell the story on its own chain (no --network).",
    );
  }
  return { founders: candidates, seats, issuer };
}

const known = new Map<string, Account>();

export function authorSigner(author: string): Account {
  const signer = known.get(author) ?? privateKeyToAccount(authorKey(author) as Hex);
  known.set(author, signer);
  return signer;
}
