// How the nullifiers of founders come about: the issuer tells them, or they are made here from words, as the issuer makes them,
// with its salt. Neither the words nor the salt are written anywhere.
import { getAddress, type Hex, isAddress, stringToHex } from "viem";
// Not from "@commonmind/sdk": that needs the contracts built, which `npm run init` doesn't.
import { LOCAL_CHAIN } from "../../sdk/src/chains.ts";
import { keysOf, nullifierOf, saltOf } from "../issuer/keys.ts";
import type { FounderAnswer } from "./answers.ts";
import { BadAnswer } from "./InitError.ts";

type Environment = NodeJS.ProcessEnv;

/** Whether nullifiers can be made here. */
export const canMakeNullifiers = (env: Environment, chainId: number): boolean =>
  chainId === LOCAL_CHAIN || Boolean(env.ISSUER_KEY || env.ISSUER_SALT);

/** The salt of the issuer whose account is `issuer`. Throws {@link BadAnswer} if it isn't at hand. */
function saltAtHand(env: Environment, chainId: number, issuer: string): Hex {
  if (!env.ISSUER_KEY && env.ISSUER_SALT) return saltOf(env, stringToHex(""));
  if (!canMakeNullifiers(env, chainId)) {
    throw new BadAnswer(
      "A nullifier is made from words only with the issuer's secret: set ISSUER_KEY or ISSUER_SALT, or have the issuer tell it (32 bytes).",
    );
  }
  const { signer, salt } = keysOf(env.ISSUER_KEY ? env : { ...env, ISSUER_KEY: undefined }, chainId);
  if (isAddress(issuer) && getAddress(issuer) !== signer.address) {
    throw new BadAnswer(
      `The issuer is ${issuer}, and the key at hand is that of ${signer.address}: it would make other nullifiers. Set ISSUER_KEY to the issuer's, or give nullifiers of 32 bytes.`,
    );
  }
  return salt;
}

export type NullifierParameters = { env: Environment; chainId: number; issuer: string };

/** The founder's nullifier, or undefined if nothing says how it comes about. */
export function nullifierOfFounder(
  { nullifier, person }: FounderAnswer,
  { env, chainId, issuer }: NullifierParameters,
): string | undefined {
  if (nullifier !== undefined || person === undefined) return nullifier;
  return nullifierOf(saltAtHand(env, chainId, issuer), person);
}

/** 32 bytes are a nullifier, anything else is what the issuer knows the person by. */
export const readPerson = (text: string): Pick<FounderAnswer, "nullifier" | "person"> =>
  /^0x/i.test(text) ? { nullifier: text } : { person: text };
