// Whose key signs: from the environment or Hardhat's encrypted keystore, else an account of the network. Never from a file of
// ours, and never printed.
import { PRIVATE_KEY_FORM, privateKeyOf } from "@commonmind/sdk";
import hre from "hardhat";
import type { Hex } from "viem";
import { ChainError } from "./chain.ts";

/** The setting that holds the key of whoever acts; it is looked for in the keystore too. */
export const ACTING_KEY = "COMMONMIND_KEY";
/** The first one that is set counts. */
const variables = [ACTING_KEY, "PROPOSAL_KEY"] as const;

export type ActingKey = { readonly name: string; readonly key: Hex };

/**
 * The key that was set for acting, if any. On a network whose node holds its accounts (a local chain) the keystore stays
 * closed. Throws {@link ChainError} if what is set is no key.
 */
export async function actingKey(network: string): Promise<ActingKey | undefined> {
  const name = variables.find((it) => process.env[it]);
  if (name !== undefined) return { name, key: keyOf(name, process.env[name] ?? "") };
  const config = hre.config.networks[network];
  if (config?.type !== "http" || config.accounts === "remote") return undefined;
  // With a default the keystore asks for no password unless it holds the key.
  const variable = { _type: "ConfigurationVariable", name: ACTING_KEY, default: "" } as const;
  const kept = await hre.hooks.runHandlerChain("configurationVariables", "fetchValue", [variable], async () => "");
  return kept === "" ? undefined : { name: ACTING_KEY, key: keyOf(ACTING_KEY, kept) };
}

function keyOf(name: string, text: string): Hex {
  const key = privateKeyOf(text);
  if (key !== undefined) return key;
  throw new ChainError(`${name} is no private key: that is ${PRIVATE_KEY_FORM}. Set it again, whole.`);
}
