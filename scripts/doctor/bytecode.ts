// Is what stands on chain what the compiler made of these sources? Compared byte by byte; only what is written in at
// deployment, immutables and addresses of libraries, is left out here and looked at by itself.
import { type ContractName, contractNames } from "@commonmind/sdk";
import { type Address, getAddress, type Hex, slice } from "viem";
import type { Artifact, Reference } from "../lib/compiled.ts";
import type { Examination } from "./examination.ts";

/** Code of a contract that is ours, by its name in the deployment file. */
export type Codes = ReadonlyMap<ContractName, Hex>;

export async function checkBytecode(examination: Examination): Promise<Codes> {
  const { at, client, block, checked } = examination;
  const codes = new Map<ContractName, Hex>();
  for (const contract of contractNames) {
    const address = at[contract];
    const code = address && (await client.getCode({ address, blockNumber: block }));
    checked.contracts++;
    if (!code || code === "0x") {
      examination.report("code-missing", `There is no contract at ${address}, where the ${contract} should be.`, {
        contract,
        account: address ?? null,
        expected: `a ${examination.artifactOf(contract).contractName}`,
        actual: "no code",
      });
      continue;
    }
    const artifact = examination.artifactOf(contract);
    const difference = differenceOf(code, artifact);
    if (difference === undefined) codes.set(contract, code);
    else {
      examination.report(
        "code",
        `The ${contract} isn't the ${artifact.contractName} of these sources: ${difference}.`,
        {
          contract,
          account: address,
          expected: `the bytecode of ${artifact.sourceName}`,
          actual: difference,
        },
      );
    }
    if (difference === undefined) await checkLibraries(examination, contract, artifact, code);
  }
  return codes;
}

/** The libraries that a contract is linked with, wherever they stand. */
async function checkLibraries(examination: Examination, contract: ContractName, artifact: Artifact, code: Hex) {
  for (const libraries of Object.values(artifact.deployedLinkReferences ?? {})) {
    for (const [name, references] of Object.entries(libraries)) {
      const addresses = new Set(references.map((each) => getAddress(part(code, each))));
      for (const address of addresses) await checkLibrary(examination, contract, name, address);
      if (addresses.size > 1) {
        examination.report("library", `The ${contract} is linked with more than one ${name}.`, {
          contract,
          expected: "one address",
          actual: [...addresses].join(", "),
        });
      }
    }
  }
}

async function checkLibrary(examination: Examination, contract: ContractName, name: string, address: Address) {
  const { client, block, compiled, checked } = examination;
  const code = (await client.getCode({ address, blockNumber: block })) ?? "0x";
  const artifact = compiled.artifact(name);
  checked.contracts++;
  const difference = differenceOf(code, artifact, address);
  if (difference === undefined) return checkLibraries(examination, contract, artifact, code);
  examination.report(
    "library",
    `The ${contract} runs code of ${address}, which isn't the library ${name} of these sources: ${difference}.`,
    { contract, account: address, expected: `the bytecode of ${artifact.sourceName}`, actual: difference },
  );
}

/** Where deployed code differs from an artifact, in words; undefined if it doesn't. */
export function differenceOf(code: Hex, artifact: Artifact, library?: Address): string | undefined {
  let expected: string = artifact.deployedBytecode.slice(2).toLowerCase();
  let actual = code.slice(2).toLowerCase();
  if (actual.length !== expected.length) return `it has ${actual.length / 2} bytes instead of ${expected.length / 2}`;
  // A library begins with its own address, which keeps it from being called otherwise than by those linked with it.
  if (library) expected = put(expected, { start: 1, length: 20 }, library.slice(2).toLowerCase());
  for (const reference of filledIn(artifact)) {
    expected = put(expected, reference, "00".repeat(reference.length));
    actual = put(actual, reference, "00".repeat(reference.length));
  }
  if (actual === expected) return undefined;
  let first = 0;
  while (actual.slice(first * 2, first * 2 + 2) === expected.slice(first * 2, first * 2 + 2)) first++;
  return first * 2 >= metadataStart(expected)
    ? "only what the compiler notes about the sources (names, comments, settings) differs"
    : `it differs from byte ${first} on`;
}

/** The value of a reference into code. */
export function part(code: Hex, { start, length }: Reference): Hex {
  return slice(code, start, start + length);
}

function filledIn({ deployedLinkReferences, immutableReferences }: Artifact): Reference[] {
  return [
    ...Object.values(immutableReferences ?? {}).flat(),
    ...Object.values(deployedLinkReferences ?? {}).flatMap((libraries) => Object.values(libraries).flat()),
  ];
}

function put(code: string, { start, length }: Reference, value: string): string {
  return code.slice(0, start * 2) + value + code.slice((start + length) * 2);
}

/** Where the note of the compiler begins at the end of the code, in hex digits: its length is in the last two bytes. */
function metadataStart(code: string): number {
  return code.length - 4 - Number.parseInt(code.slice(-4), 16) * 2;
}
