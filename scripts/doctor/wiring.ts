// Who names whom: in the code (immutables) and in storage (getters). Which contract is meant says the type of the variable,
// else deploy/wiring.ts; what nobody declared is a finding.
import { type ContractName, contributionRegistryAbi } from "@commonmind/sdk";
import {
  type AbiFunction,
  type Address,
  encodeAbiParameters,
  getAddress,
  type Hex,
  isAddressEqual,
  keccak256,
  pad,
  slice,
  stringToHex,
  toHex,
} from "viem";
import { counterparty, people, signingNames } from "../../deploy/wiring.ts";
import { type Codes, part } from "./bytecode.ts";
import type { Examination } from "./examination.ts";

/** Immutables that are numbers of the co-op: their bounds are among the parameters. */
const numbers: readonly string[] = ["genesisTime", "guardianExpiry"];

export async function checkWiring(examination: Examination, codes: Codes): Promise<void> {
  for (const [contract, code] of codes) {
    checkImmutables(examination, contract, code);
    await checkGetters(examination, contract);
  }
  await checkPanel(examination);
}

/** The panel that judges what is submitted now is the last of a list. */
async function checkPanel(examination: Examination): Promise<void> {
  const registry = { abi: contributionRegistryAbi } as const;
  const count = await examination.read("contributionRegistry", { ...registry, functionName: "panelCount" });
  if (count === undefined) return;
  const panel = { ...registry, functionName: "panelAt", args: [BigInt(count)] } as const;
  const named = await examination.read("contributionRegistry", panel);
  if (named !== undefined) {
    compare(examination, "wiring", "contributionRegistry", "panel in force", "reviewPanel", named);
  }
}

/** Every getter of an address, whatever the contract. */
async function checkGetters(examination: Examination, contract: ContractName): Promise<void> {
  const { abi } = examination.artifactOf(contract);
  for (const item of abi) {
    if (item.type !== "function" || !isAddressGetter(item) || people.includes(item.name)) continue;
    const expected = counterparty(item.name, item.outputs[0]?.internalType ?? "");
    if (expected === undefined) undeclared(examination, contract, item.name);
    else {
      const named = (await examination.read(contract, { abi: [item], functionName: item.name })) as Address | undefined;
      if (named !== undefined) compare(examination, "wiring", contract, item.name, expected, named);
    }
  }
}

function isAddressGetter({ inputs, outputs, stateMutability }: AbiFunction): boolean {
  const view = stateMutability === "view" || stateMutability === "pure";
  return view && inputs.length === 0 && outputs.length === 1 && outputs[0]?.type === "address";
}

function checkImmutables(examination: Examination, contract: ContractName, code: Hex): void {
  const artifact = examination.artifactOf(contract);
  for (const { name, type, references } of examination.compiled.immutables(artifact)) {
    const values = [...new Set(references.map((each) => part(code, each)))];
    const [value = "0x"] = values;
    if (values.length > 1) {
      examination.report("immutable", `The code of the ${contract} holds more than one value of ${name}.`, {
        contract,
        expected: "one value",
        actual: values.join(", "),
      });
    }
    const own = signing(examination, contract, name);
    if (own !== undefined) {
      if (value === own) continue;
      examination.report(
        "immutable",
        `What people sign for the ${contract} isn't bound to it: ${name} is ${value} in its code.`,
        { contract, expected: own, actual: value },
      );
    } else if (type === "address" || type.startsWith("contract ")) {
      const expected = counterparty(name, type);
      if (expected === undefined) undeclared(examination, contract, name);
      else compare(examination, "immutable", contract, name, expected, getAddress(slice(value, 12)));
    } else if (!numbers.includes(name)) undeclared(examination, contract, name);
  }
}

/** What OpenZeppelin's EIP712 keeps in the code, as it has to be. */
function signing(examination: Examination, contract: ContractName, immutable: string): Hex | undefined {
  const { at, deployment } = examination;
  const name = signingNames[examination.artifactOf(contract).contractName];
  if (name === undefined) return undefined;
  const [hashedName, hashedVersion] = [keccak256(stringToHex(name)), keccak256(stringToHex("1"))];
  switch (immutable) {
    case "_cachedThis":
      return pad(at[contract]).toLowerCase() as Hex;
    case "_cachedChainId":
      return toHex(deployment.chainId, { size: 32 });
    case "_hashedName":
      return hashedName;
    case "_hashedVersion":
      return hashedVersion;
    case "_name":
      return shortString(name);
    case "_version":
      return shortString("1");
    case "_cachedDomainSeparator":
      return keccak256(
        encodeAbiParameters(
          [{ type: "bytes32" }, { type: "bytes32" }, { type: "bytes32" }, { type: "uint256" }, { type: "address" }],
          [
            keccak256(
              stringToHex("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            ),
            hashedName,
            hashedVersion,
            BigInt(deployment.chainId),
            at[contract],
          ],
        ),
      );
    default:
      return undefined;
  }
}

/** As OpenZeppelin's ShortStrings: up to 31 bytes, and the length in the last; what is longer is kept elsewhere. */
function shortString(text: string): Hex {
  const bytes = stringToHex(text);
  const length = (bytes.length - 2) / 2;
  if (length > 31) return toHex(255, { size: 32 });
  return `${pad(bytes, { dir: "right", size: 31 })}${toHex(length, { size: 1 }).slice(2)}`;
}

function compare(
  examination: Examination,
  code: "wiring" | "immutable",
  contract: ContractName,
  variable: string,
  expected: ContractName,
  actual: Address,
): void {
  const { at } = examination;
  if (at[expected] && isAddressEqual(at[expected], actual)) return;
  examination.report(
    code,
    `The ${contract} names ${examination.shown(actual)} as its ${variable}, where the ${expected} should be.`,
    { contract, account: actual, expected: at[expected], actual },
  );
}

function undeclared(examination: Examination, contract: ContractName, variable: string): void {
  examination.report(
    "undeclared",
    `Nobody declared what ${variable} of the ${contract} has to be (deploy/wiring.ts).`,
    {
      contract,
      expected: "a line in deploy/wiring.ts",
      actual: "none",
    },
  );
}
