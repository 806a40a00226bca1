// Who acts in the story. Everyone's key is public knowledge: the founders, the curator and the issuer come from the test
// mnemonic that local chains fund, the authors' keys from their ids (history.ts).
import { accessManagerAbi, type Deployment, memberRegistryAbi } from "@commonmind/sdk";
import type { Account, Hex } from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import { roles } from "../../deploy/permissions.ts";
import { type Chain, ChainError } from "../lib/chain.ts";
import { authorKey } from "./history.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const FOUNDERS = 7;
const CURATOR = 8;
const ISSUER = 9;

export type Cast = {
  readonly founders: readonly Account[];
  /** The founders' seats, in the same order. */
  readonly seats: readonly bigint[];
  readonly curator: Account;
  /** Vouches for people who join. */
  readonly issuer: Account;
};

/** The accounts that hold founding seats and the scorer's and the issuer's roles here; refuses a co-op of other people. */
export async function gatherCast(chain: Chain, { contracts }: Deployment): Promise<Cast> {
  const candidates = Array.from({ length: FOUNDERS }, (_, i) => mnemonicToAccount(MNEMONIC, { addressIndex: i + 1 }));
  const curator = mnemonicToAccount(MNEMONIC, { addressIndex: CURATOR });
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
  const [scores] = await chain.client.readContract({
    address: contracts.accessManager,
    abi: accessManagerAbi,
    functionName: "hasRole",
    args: [roles.scorer, curator.address],
  });
  const { active: vouches } = await chain.client.readContract({
    address: contracts.memberRegistry,
    abi: memberRegistryAbi,
    functionName: "issuerAt",
    args: [issuer.address],
  });
  if (seats.includes(0n) || !scores || !vouches) {
    throw new ChainError(
      "The co-op on this chain has other founders, another curator or another issuer than the story plays. Deploy one from " +
        "deploy/genesis/local.json (npm run deploy -- --network localhost), or tell the story on its own chain (no --network).",
    );
  }
  return { founders: candidates, seats, curator, issuer };
}

const known = new Map<string, Account>();

export function authorSigner(author: string): Account {
  const signer = known.get(author) ?? privateKeyToAccount(authorKey(author) as Hex);
  known.set(author, signer);
  return signer;
}
