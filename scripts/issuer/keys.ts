// What an issuer holds: the key that signs, and the salt that people's nullifiers are made with.
import { concat, type Hex, keccak256, stringToHex } from "viem";
import { type HDAccount, mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
// Not from "@commonmind/sdk": that needs the contracts built, which `npm run init` doesn't.
import { LOCAL_CHAIN } from "../../sdk/src/chains.ts";
import { CommonmindError } from "../../sdk/src/errors.ts";
import { PRIVATE_KEY_FORM, privateKeyOf } from "../../sdk/src/privateKey.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
/** The issuer of deploy/genesis/local.json. */
const LOCAL_ISSUER = 9;
const MAX_PERSON = 200;

/** The issuer can't, or won't, sign this. */
export class IssuerError extends CommonmindError {
  override readonly name: string = "IssuerError";

  constructor({ code, what, why, fix }: { code: string; what: string; why: string; fix: string }) {
    super({ code, what, why, fix, docs: "docs/issuers.md" });
  }
}

/**
 * The key and the salt that the environment names; on the local chain without ISSUER_KEY those of its issuer, which everybody
 * knows. Throws {@link IssuerError} on any other chain.
 */
export function keysOf(env: NodeJS.ProcessEnv, chainId: number): { signer: PrivateKeyAccount | HDAccount; salt: Hex } {
  const given = env.ISSUER_KEY;
  if (given === undefined && chainId === LOCAL_CHAIN) {
    const signer = mnemonicToAccount(MNEMONIC, { addressIndex: LOCAL_ISSUER });
    return { signer, salt: saltOf(env, stringToHex(MNEMONIC)) };
  }
  if (given === undefined) {
    throw new IssuerError({
      code: "IssuerKey",
      what: `This is chain ${chainId}, and ISSUER_KEY isn't set.`,
      why: "The local issuer's key is public: whoever reads this repository could sign with it.",
      fix: "Set ISSUER_KEY to the key of an issuer that a vote has let in.",
    });
  }
  const key = privateKeyOf(given);
  if (key === undefined) {
    throw new IssuerError({
      code: "IssuerKey",
      what: "ISSUER_KEY is no private key.",
      why: `A private key is ${PRIVATE_KEY_FORM}.`,
      fix: "Set it again, whole.",
    });
  }
  return { signer: privateKeyToAccount(key), salt: saltOf(env, key) };
}

/**
 * ISSUER_SALT, or a salt of the key's own: it must stay secret and the same, or nullifiers give people away, or change. Throws
 * {@link IssuerError} if it is set to nothing, which everybody could guess.
 */
export function saltOf({ ISSUER_SALT: salt }: NodeJS.ProcessEnv, secret: Hex): Hex {
  if (salt === undefined) return keccak256(concat([stringToHex("commonmind.issuer.salt.v1"), secret]));
  if (salt.trim() !== "") return keccak256(stringToHex(salt));
  throw new IssuerError({
    code: "IssuerSalt",
    what: "ISSUER_SALT is set, and empty.",
    why: "Anybody could make the nullifiers of people by their names, and so find them on the chain.",
    fix: "Set it to a secret, or unset it: then one derived from the key is taken.",
  });
}

/** keccak256(salt, text). The same person in other words would be another person: the issuer keeps to one spelling. */
export function nullifierOf(salt: Hex, person: string): Hex {
  const text = person.normalize("NFC").trim();
  if (text.length === 0 || text.length > MAX_PERSON) {
    throw new IssuerError({
      code: "Person",
      what: `The person is ${text.length === 0 ? "empty" : `${text.length} characters long`}.`,
      why: `The issuer knows a person by a text of 1 to ${MAX_PERSON} characters.`,
      fix: "Say who it is.",
    });
  }
  return keccak256(concat([salt, stringToHex(text)]));
}
