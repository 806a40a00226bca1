// X3: no native currency strays into a contract, and no foreign code runs as ours. Read off what the compiler made, for every
// contract of a co-op; how the doors behave is tried where each contract is.
import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect } from "chai";
import type { Artifact } from "../../../scripts/lib/compiled.ts";
import { root } from "../../../scripts/lib/paths.ts";
import { filesUnder } from "../../../scripts/setup/files.mjs";

/** All that takes native currency, and where it goes from there. */
const DOORS: Record<string, string[]> = {
  // A model's revenue.
  ModelTill: ["receive"],
  // From a till while it settles, from a payer on to the till, from a giver to the reserve.
  Treasury: ["give", "pay", "receive"],
  // From the treasury in force alone, for the books.
  ContributorRewards: ["credit"],
  UniversalDividend: ["credit"],
  // With a vote's calls, on to the timelock. Plain transfers are refused.
  CommonsGovernor: ["execute", "receive", "relay"],
  // Holds what a vote may send.
  CommonsTimelock: ["execute", "executeBatch", "receive"],
  // On to what is called.
  AccessManager: ["execute"],
};

/** What runs code of another address as its own: a library that it is linked with, or itself. */
const LENT: Record<string, string[]> = {
  CommonsGovernor: ["Chambers"],
  ReviewPanel: ["ReviewRounds"],
  // By OpenZeppelin's Multicall, of its own functions.
  AccessManager: [],
};

/** OpenZeppelin's helpers that could, if somebody called them; and the one that does, above. */
const ABLE = ["utils/Address.sol", "utils/LowLevelCall.sol", "utils/Multicall.sol"];

const OPCODES = { CALLCODE: 0xf2, DELEGATECALL: 0xf4, SELFDESTRUCT: 0xff } as const;

const artifacts = ["contracts", "@openzeppelin/contracts/access"]
  .flatMap((folder) => filesUnder(join(root, "artifacts", folder), (path) => path.endsWith(".json")))
  .map((path) => JSON.parse(readFileSync(path, "utf8")) as Artifact)
  .filter(({ sourceName, deployedBytecode }) => !sourceName.includes("/testing/") && deployedBytecode !== "0x");

/** Its instructions, without what they push and without the metadata behind them. */
function opcodesOf({ deployedBytecode }: Artifact): Set<number> {
  const code = Buffer.from(deployedBytecode.slice(2).replace(/__\$[0-9a-f]{34}\$__/g, "0".repeat(40)), "hex");
  const end = code.length - 2 - code.readUInt16BE(code.length - 2);
  const found = new Set<number>();
  for (let at = 0; at < end; at++) {
    const opcode = code[at] ?? 0;
    found.add(opcode);
    if (opcode >= 0x60 && opcode <= 0x7f) at += opcode - 0x5f;
  }
  return found;
}

const payable = ({ abi }: Artifact): string[] =>
  abi.flatMap((entry) => {
    if (!("stateMutability" in entry) || entry.stateMutability !== "payable") return [];
    return ["name" in entry && entry.name !== undefined ? entry.name : entry.type];
  });

/** Our contracts' sources and all that they import, by path from the root. */
function allSources(): Map<string, string> {
  const sources = new Map<string, string>();
  const follow = (path: string): void => {
    if (sources.has(path)) return;
    const text = readFileSync(path, "utf8").replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, "");
    sources.set(path, text);
    for (const [, name = ""] of text.matchAll(/\bimport\b[^;]*?"([^"]+)"/g))
      follow(name.startsWith(".") ? join(dirname(path), name) : join(root, "node_modules", name));
  };
  for (const path of filesUnder(join(root, "contracts"), (name) => name.endsWith(".sol"))) follow(path);
  return new Map([...sources].map(([path, text]) => [relative(root, path).split(sep).join("/"), text]));
}

describe("X3 doors", () => {
  it("X3 native currency comes in by the declared doors alone", () => {
    const found = artifacts.flatMap((artifact) => {
      const doors = payable(artifact).sort();
      return doors.length === 0 ? [] : [[artifact.contractName, doors] as const];
    });
    expect(Object.fromEntries(found)).to.deep.equal(DOORS);
  });

  it("X3 no contract runs other code as its own than its linked library's, and none can end", () => {
    const found: Record<string, string[]> = {};
    for (const artifact of artifacts) {
      const { contractName, deployedLinkReferences } = artifact;
      const opcodes = opcodesOf(artifact);
      expect(opcodes.has(OPCODES.CALLCODE), `${contractName}: CALLCODE`).to.equal(false);
      expect(opcodes.has(OPCODES.SELFDESTRUCT), `${contractName}: SELFDESTRUCT`).to.equal(false);
      const libraries = Object.values(deployedLinkReferences).flatMap((file) => Object.keys(file));
      if (opcodes.has(OPCODES.DELEGATECALL)) found[contractName] = libraries;
      else expect(libraries, contractName).to.deep.equal([]);
    }
    expect(found).to.deep.equal(LENT);
  });

  it("X3 no source asks for it by hand: what the linked contracts lend themselves to is the compiler's own call", () => {
    const asks = [...allSources()].filter(([, text]) =>
      /\bdelegatecall\b|\bfunctionDelegateCall\b|DelegatecallNoReturn/i.test(text),
    );
    const named = asks.map(([path]) => path.replace("node_modules/@openzeppelin/contracts/", ""));
    expect(named.filter((path) => !ABLE.includes(path))).to.deep.equal([]);
  });

  it("X3 looks at every contract of a co-op", () => {
    const names = artifacts.map(({ contractName }) => contractName);
    expect(names).to.include.members([...Object.keys(DOORS), ...Object.values(LENT).flat()]);
    expect(names).to.include.members(["MemberRegistry", "ContributionToken", "ContributionRegistry", "Duplicates"]);
    expect(names).to.include.members(["ModelRegistry", "Collector", "RandaoSeeds"]);
  });
});
