// Whose key signs: from the environment or Hardhat's encrypted keystore, else an account of the network. Never from a file of
// ours, and never printed.
import hre from "hardhat";
import { type Hex, isHex } from "viem";
import { ChainError } from "./chain.ts";

/** The first one that is set counts. */
const variables = ["COMMONMIND_KEY", "PROPOSAL_KEY"] as const;
/** The one that is looked for in the keystore too. */
const [KEPT] = variables;

export type ActingKey = { readonly name: string; readonly key: Hex };

/**
 * The key that was set for acting, if any. On a network whose node holds its accounts (a local chain) the keystore stays
 * closed. Throws {@link ChainError} if what is set is no key.
 */
export async function actingKey(network: string): Promise<ActingKey | undefined> {
  const name = variables.find((it) => process.env[it]);
  if (name !== undefined) return { name, key: keyOf(name, process.env[name]) };
  const config = hre.config.networks[network];
  if (config?.type !== "http" || config.accounts === "remote") return undefined;
  // With a default the keystore asks for no password unless it holds the key.
  const variable = { _type: "ConfigurationVariable", name: KEPT, default: "" } as const;
  const kept = await hre.hooks.runHandlerChain("configurationVariables", "fetchValue", [variable], async () => "");
  return kept === "" ? undefined : { name: KEPT, key: keyOf(KEPT, kept) };
}

function keyOf(name: string, text: string | undefined): Hex {
  if (isHex(text) && text.length === 66) return text;
  throw new ChainError(`${name} is no private key: that is 0x and 64 hex digits. Set it again, whole.`);
}
