// How commands that speak to a co-op are declared: the same options by the same names everywhere, and an example in each help.
import { Command } from "commander";
import { type Address, getAddress, isAddress } from "viem";
import { CommonmindError } from "../../sdk/src/errors.ts";
import type { OutputOptions } from "./cli.ts";

export type CoopOptions = OutputOptions & { network: string };
export type ActingOptions = CoopOptions & { from?: string; dryRun?: boolean };

/** What people type before the name of a command: "npm run cm -- review". */
export type Invocation = string;

export type Declared = {
  readonly name: string;
  readonly does: string;
  /** What follows the invocation in the example. */
  readonly example: string;
  readonly notes?: string;
};

export const FROM = "account of the network to act as (default: its first; with COMMONMIND_KEY, that key's)";

/** A command that reads. */
export function reading(
  parent: Command,
  invocation: Invocation,
  { name, does, example, notes = "" }: Declared,
): Command {
  return parent
    .command(name)
    .description(does)
    .option("--network <NAME>", "a network of hardhat.config.ts with a co-op on it", "localhost")
    .option("--out <FILE>", "write the JSON there")
    .option("--json", "print one JSON object")
    .addHelpText("after", `${notes && `\n${notes}\n`}\nExample:\n  ${invocation} ${example}`);
}

/** A command that sends. */
export const acting = (parent: Command, invocation: Invocation, declared: Declared): Command =>
  reading(parent, invocation, declared)
    .option("--from <ADDRESS>", FROM)
    .option("--dry-run", "try it on the chain's present state, say what it would do and the gas, and send nothing");

/** A group of commands, without any yet. */
export const group = (name: string, does: string): Command =>
  new Command(name).description(does).showHelpAfterError("(--help shows an example)");

/** For an option that may be given again. */
export const many = (value: string, before: string[]): string[] => [...before, value];

/** Something on the command line is not as it must be. */
export function badOption(what: string, why: string, docs?: string): CommonmindError {
  const fix = "Correct the command line; --help shows an example.";
  return new CommonmindError({ code: "Option", what, why, fix, ...(docs === undefined ? {} : { docs }) });
}

export function addressOption(name: string, text: string): Address {
  if (isAddress(text)) return getAddress(text);
  throw badOption(`${name} is "${text}".`, "It must be an address: 0x and 40 hex digits, checksum right.");
}

export const fromOption = ({ from }: Pick<ActingOptions, "from">): Address | undefined =>
  from === undefined ? undefined : addressOption("--from", from);

/** A whole number, in plain digits. */
export function wholeOption(name: string, text: string, least: bigint, most: bigint): bigint {
  if (/^\d{1,78}$/.test(text) && BigInt(text) >= least && BigInt(text) <= most) return BigInt(text);
  throw badOption(`${name} is "${text}".`, `It must be a whole number from ${least} to ${most}.`);
}
