// Every function that changes state is called, and done, in the random lives of the invariants (the lists that Solidity
// tests hold them to), or stands in doors.ts with the reason.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Compiled } from "../../scripts/lib/compiled.ts";
import { root } from "../../scripts/lib/paths.ts";
import { canonical } from "../../scripts/static/snapshot.ts";
import { unreached } from "./doors.ts";

/** What changes state, of every contract of ours: "Treasury.settle(uint256,address)". */
function doors(): string[] {
  return new Compiled()
    .own()
    .filter(({ sourceName }) => !sourceName.startsWith("contracts/testing/"))
    .flatMap(({ contractName, abi }) =>
      abi
        .filter((item) => item.type === "function")
        .filter(({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable")
        .map(({ name, inputs }) => `${contractName}.${name}(${inputs.map(canonical).join(",")})`),
    );
}

/** What the Solidity tests say that lives must reach. */
const reached = (): string[] =>
  ["MoneyLiveness.t.sol", "ReviewInvariants.t.sol"].flatMap((name) => {
    const source = readFileSync(join(root, "test", "solidity", name), "utf8");
    return [...source.matchAll(/_reached\(\s*(?:address\([^"]*\),\s*)?"([^"]+)"/g)].map(([, door = ""]) => door);
  });

function disagreements(all: readonly string[], lists: readonly string[], excused: Readonly<Record<string, string>>) {
  const nameOf = (door: string) => door.slice(0, door.indexOf("("));
  return [
    ...all
      .filter((door) => !lists.includes(door) && !(nameOf(door) in excused))
      .map((door) => `no life is held to reach ${door}, and no reason is given`),
    ...lists.filter((door) => !all.includes(door)).map((door) => `lives are held to reach ${door}, which is nothing`),
    ...lists.filter((door) => nameOf(door) in excused).map((door) => `${door} is reached, and excused`),
    ...Object.keys(excused)
      .filter((name) => !all.some((door) => nameOf(door) === name))
      .map((name) => `${name} is excused, and is nothing`),
  ];
}

describe("Functions that change state", () => {
  it("are reached by the lives of the invariants, or it is said why not", () => {
    expect(disagreements(doors(), reached(), unreached)).to.deep.equal([]);
    expect(reached().length).to.be.greaterThan(50);
  });

  it("are missed if they are new, gone, or on both lists", () => {
    const [all, lists] = [["A.f(uint256)", "A.g()"], ["A.f(uint256)"]];
    expect(disagreements(all, lists, { "A.g": "why" })).to.deep.equal([]);
    expect(disagreements([...all, "A.h()"], lists, { "A.g": "why" })).to.deep.equal([
      "no life is held to reach A.h(), and no reason is given",
    ]);
    expect(disagreements(all, ["A.f(uint8)"], { "A.g": "why" })).to.have.lengthOf(2);
    expect(disagreements(all, lists, { "A.f": "why", "A.g": "why" })).to.deep.equal([
      "A.f(uint256) is reached, and excused",
    ]);
    expect(disagreements(["A.f(uint256)"], lists, { "A.g": "why" })).to.deep.equal(["A.g is excused, and is nothing"]);
  });
});
