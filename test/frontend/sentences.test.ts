// Errors in words: none of the contracts' errors may reach people by its name alone.
import { contractErrors } from "@commonmind/sdk";
import { explain, sentences } from "@commonmind/sdk/words";
import { expect } from "chai";
import { type Abi, type AbiParameter, BaseError, encodeErrorResult } from "viem";
import { failureOf } from "../../frontend/src/action/words.ts";

type AbiError = Extract<Abi[number], { type: "error" }>;
const errors = new Map((contractErrors as readonly AbiError[]).map((error) => [error.name, error]));

const sample = ({ type }: AbiParameter): unknown => {
  if (type === "address") return "0x1111111111111111111111111111111111111111";
  if (type.startsWith("bytes")) return `0x${"11".repeat(Number(type.slice(5)) || 4)}`;
  if (type === "string") return "text";
  const bits = Number(/\d+/.exec(type)?.[0] ?? 256);
  if (bits <= 16) return 7;
  return bits <= 48 ? 1_800_000_000 : 1_800_000_000n;
};

describe("Errors in words", () => {
  it("there is a sentence for every error of every contract", () => {
    expect(errors.size).to.be.greaterThan(100);
    expect([...errors.keys()].filter((name) => !(name in sentences))).to.deep.equal([]);
  });

  it("there is no sentence for an error that no contract has", () => {
    // The compiler's own.
    const known = new Set([...errors.keys(), "Panic"]);
    expect(Object.keys(sentences).filter((name) => !known.has(name))).to.deep.equal([]);
  });

  it("every sentence is one that people can read, whatever the error's arguments", () => {
    for (const { name, inputs } of errors.values()) {
      const words = sentences[name]?.(inputs.map(sample)) ?? "";
      expect(words, name).to.match(/^[A-Z].+\.$/);
      expect(words, name).not.to.match(/undefined|NaN|Invalid|\[object|null/);
    }
  });

  it("reads every contract's errors out of what a node answers", () => {
    for (const error of contractErrors as readonly AbiError[]) {
      const args = error.inputs.map(sample);
      const data = encodeErrorResult({ abi: [error], errorName: error.name, args } as never);
      const { words } = failureOf(Object.assign(new BaseError("reverted"), { data }));
      expect(words, error.name).to.equal(sentences[error.name]?.(args));
      expect(explain(data)?.name).to.equal(error.name);
    }
  });

  it("says until when what a lapsed seat earned is kept", () => {
    expect(sentences.SeatFrozen?.([9n, 1_800_000_000])).to.match(/^Seat 9 has lapsed\..*15 January.*renew it/);
  });
});
