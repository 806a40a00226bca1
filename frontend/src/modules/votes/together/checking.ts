// Which signatures the governor would take: asked and reckoned as it does (OpenZeppelin's SignatureChecker), and by no other
// standard for signatures, so that what counts here counts there.

import {
  type Address,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  isAddressEqual,
  parseAbi,
  parseSignature,
  recoverAddress,
  serializeSignature,
  size,
} from "viem";
import { askSeats } from "../../../data/ask.ts";
import type { ReadClient } from "../../../data/readClient.ts";
import { type Cosignature, type Petition, typedDataOf, type Valid } from "./petition.ts";

const wallet = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);
/** The whole word that a wallet answers with. */
const YES = `0x1626ba7e${"0".repeat(56)}`;
/** Of the curve, halved: of the two signatures that a key makes of one, only that below it is taken. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

type Chain = Pick<ReadClient, "call" | "getCode">;

/** Active seats of those who signed, by their account in lower case. */
export const seatsOf = (signatures: readonly Cosignature[]): Promise<ReadonlyMap<string, bigint>> =>
  askSeats(signatures.map(({ cosigner }) => cosigner));

/**
 * Of these signatures, those that count: at most one for each member who holds a seat. What is wrong with one says nothing of
 * the others. Throws only where the chain doesn't answer.
 * @param seatOf Active seats by account, in lower case.
 */
export async function validOf(
  client: Chain,
  seatOf: ReadonlyMap<string, bigint>,
  petition: Petition,
  signatures: readonly Cosignature[],
): Promise<Valid[]> {
  const hash = hashTypedData(typedDataOf(petition));
  const ofMembers = signatures.filter(({ cosigner }) => seatOf.has(cosigner.toLowerCase()));
  const codes = new Map<Address, Promise<Hex | undefined>>();
  for (const { cosigner } of ofMembers) {
    if (!codes.has(cosigner)) codes.set(cosigner, client.getCode({ address: cosigner }));
  }
  const checked = await Promise.all(
    ofMembers.map(async ({ cosigner, signature }): Promise<Valid[]> => {
      const isContract = ((await codes.get(cosigner)) ?? "0x") !== "0x";
      if (isContract) {
        const yes = await saysYes(client, petition.governor, { cosigner, signature }, hash);
        return yes ? [{ cosigner, signature, plain: false }] : [];
      }
      const own = await signatureOfKey({ cosigner, signature }, hash);
      return own ? [{ cosigner, signature: own, plain: true }] : [];
    }),
  );
  return [...new Map(checked.flat().map((it) => [it.cosigner, it])).values()];
}

/**
 * Of these signatures, those that would count if their accounts held seats: made by their keys, which takes no chain to see. At
 * most one for each account.
 */
export async function waitingOf(
  seatOf: ReadonlyMap<string, bigint>,
  petition: Petition,
  signatures: readonly Cosignature[],
): Promise<Cosignature[]> {
  const hash = hashTypedData(typedDataOf(petition));
  const found = new Map<Address, Cosignature>();
  for (const { cosigner, signature } of signatures) {
    if (seatOf.has(cosigner.toLowerCase()) || found.has(cosigner)) continue;
    const own = await signatureOfKey({ cosigner, signature }, hash);
    if (own) found.set(cosigner, { cosigner, signature: own });
  }
  return [...found.values()];
}

/** Asked as the governor: a wallet may answer one and another differently. */
async function saysYes(client: Chain, governor: Address, { cosigner, signature }: Cosignature, hash: Hex) {
  try {
    const data = encodeFunctionData({ abi: wallet, functionName: "isValidSignature", args: [hash, signature] });
    const answer = await client.call({ account: governor, to: cosigner, data });
    return answer.data?.slice(0, YES.length) === YES;
  } catch {
    // It refused, or used up all gas there is.
    return false;
  }
}

/** The signature as the governor takes it, if it is of this account's key: some wallets number its last byte from 0. */
async function signatureOfKey({ cosigner, signature }: Cosignature, hash: Hex): Promise<Hex | undefined> {
  if (size(signature) !== 65) return undefined;
  try {
    const { r, s, yParity } = parseSignature(signature);
    if (BigInt(s) > HALF_ORDER) return undefined;
    const usual = serializeSignature({ r, s, yParity });
    return isAddressEqual(await recoverAddress({ hash, signature: usual }), cosigner) ? usual : undefined;
  } catch {
    // No point of the curve.
    return undefined;
  }
}
