// What a wallet that is a contract was asked for, found again among what happened on the chain.
import { expect } from "chai";
import { type Address, type Hex, type Log, pad, toEventSelector } from "viem";
import { type Asked, foundIn } from "../../src/action/ofContract.ts";
import { isContract } from "../../src/wallet/isContract.ts";

const hash: Hex = `0x${"ab".repeat(32)}`;
const wallet: Address = `0x${"11".repeat(20)}`;
const to: Address = `0x${"22".repeat(20)}`;
const other: Address = `0x${"33".repeat(20)}`;
const asked: Asked = { hash, wallet, to, since: 1n };
const signature = toEventSelector("VoteCast(address,uint256)");
const executed = toEventSelector("ExecutionSuccess(bytes32,uint256)");

let count = 0;
const log = (address: Address, topics: Hex[], data: Hex = "0x", transactionHash = pad(`0x${++count}`)) =>
  ({ address, topics, data, transactionHash }) as unknown as Log;

describe("What a contract's owners carried out", () => {
  it("is found by the name that the wallet gave it, indexed or not", () => {
    const effect = log(to, [signature, pad(wallet)]);
    for (const named of [log(wallet, [executed, hash]), log(wallet, [executed], `${hash}${"00".repeat(32)}`)]) {
      expect(foundIn([effect, named], asked)).to.equal(named);
    }
  });

  it("isn't something else that the same wallet carried out and announced", () => {
    const of = pad("0x77");
    const logs = [log(to, [signature, pad(wallet)], "0x", of), log(wallet, [executed, pad("0x99")], "0x", of)];
    expect(foundIn(logs, asked)).to.equal(undefined);
  });

  it("is what the contract says of a wallet that announces nothing, not of others", () => {
    const theirs = log(to, [signature, pad(other)]);
    const ours = log(to, [signature, pad(wallet)]);
    expect(foundIn([theirs, ours], asked)).to.equal(ours);
    expect(foundIn([theirs], asked)).to.equal(undefined);
  });
});

describe("An account", () => {
  const of = (code: Hex | undefined) => isContract({ getCode: async () => code }, wallet);

  it("is a contract if it has code, unless that is lent to a key (EIP-7702)", async () => {
    expect(await of(undefined)).to.equal(false);
    expect(await of("0x")).to.equal(false);
    expect(await of("0x6080")).to.equal(true);
    expect(await of(`0xef0100${"11".repeat(20)}`)).to.equal(false);
  });
});
