// What people type and hand over, as the dApp takes it.
import { contractNames, type Deployment, decodeCall, readContentUri, writeContentUri } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, type Hex, zeroAddress } from "viem";
import { parseAmount } from "../../frontend/src/format/parseAmount.ts";
import { csvCell } from "../../frontend/src/modules/activity/parts/csv.ts";
import { ArgumentError, argumentOf } from "../../frontend/src/modules/dev/parts/argumentOf.ts";
import { readSealFile, SealFileError } from "../../frontend/src/modules/review/seal/seal.ts";
import { encodeParameter, parseDuration, parsePercent } from "../../frontend/src/modules/votes/new/parameters.ts";
import { openSeal, reviewCommitment, sealSalt, sealSecret } from "../../sdk/src/index.ts";

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, "0")}`;
const contracts = Object.fromEntries(contractNames.map((name, i) => [name, addressOf(i + 1)]));
const deployment = { chainId: 31337, contracts } as unknown as Deployment;

describe("Amounts that people write", () => {
  const usdc = { decimals: 6, symbol: "USDC" };

  it("are taken exactly, with or without separators", () => {
    expect(parseAmount("1,234.50", usdc)).to.deep.equal({ amount: 1_234_500_000n });
    expect(parseAmount(".5", usdc)).to.deep.equal({ amount: 500_000n });
    expect(parseAmount("0.1000000", usdc), "zeros at the end say nothing").to.deep.equal({ amount: 100_000n });
    expect(parseAmount("  ", usdc)).to.equal(undefined);
  });

  it("are refused in words, and never rounded", () => {
    for (const text of ["abc", "1.2.3", "-1", "1e5", ".", "0", "0.0000001"]) {
      expect(parseAmount(text, usdc), text).to.have.property("wrong");
    }
  });
});

describe("Rules that people write", () => {
  const present = {
    chamber: { capBps: 1_500, unseatedCapBps: 0, vetoBps: 1_000, turnoutBps: 2_000, cosignBps: 200, closingBps: 1_000 },
    values: {},
  };
  const callOf = (encoded: ReturnType<typeof encodeParameter>, contract: "treasury" | "commonsGovernor") =>
    "action" in encoded ? decodeCall(contract, encoded.action.data) : undefined;

  it("reads durations and percentages", () => {
    const written = ["36 hours", "3 days", "1 week", "90 s", "2m"].map(parseDuration);
    expect(written).to.deep.equal([129_600, 259_200, 604_800, 90, 120]);
    expect(["soon", "3", "0 days", "1.2345 s"].map(parseDuration)).to.deep.equal([...Array(4)]);
    expect(["12.5%", "60", "0.01 %"].map(parsePercent)).to.deep.equal([1_250, 6_000, 1]);
    expect(["a", "1.234%", "-1"].map(parsePercent)).to.deep.equal([...Array(3)]);
  });

  it("sets one rule of the chambers and leaves the others as they are", () => {
    const call = callOf(encodeParameter("cap", "10%", deployment, present), "commonsGovernor");
    expect(call?.functionName).to.equal("setChamberRules");
    expect(call?.args[0]).to.deep.equal({ ...present.chamber, capBps: 1_000 });
  });

  it("knows what the treasury would refuse of a split", () => {
    const split = (value: string) => encodeParameter("split", value, deployment, present);
    expect(callOf(split("50 30 20"), "treasury")?.args[0]).to.deep.equal({
      ...{ contributors: 5_000, dividend: 3_000, reserve: 2_000 },
    });
    for (const value of ["60 25", "60 25 16", "39 40 21", "80 9 11", "a b c"]) {
      expect(split(value), value).to.have.property("wrong");
    }
  });
});

describe("Arguments that developers write", () => {
  it("become what a contract takes, whole numbers exactly", () => {
    expect(argumentOf("12", { type: "uint256" })).to.equal(12n);
    expect(argumentOf('["1", 2]', { type: "uint64[]" })).to.deep.equal([1n, 2n]);
    expect(
      argumentOf("[115792089237316195423570985008687907853269984665640564039457584007913129639935]", {
        type: "uint256[]",
      }),
    ).to.deep.equal([2n ** 256n - 1n]);
    const tuple = {
      type: "tuple",
      components: [
        { name: "to", type: "address" },
        { name: "on", type: "bool" },
      ],
    };
    expect(argumentOf(`{"to": "${zeroAddress}", "on": true}`, tuple)).to.deep.equal({ to: zeroAddress, on: true });
  });

  it("are refused in words", () => {
    const bad: [string, string][] = [
      ...[
        ["-1", "uint256"],
        ["1.5", "uint8"],
        ["0x1", "bytes"],
        ["0x12", "bytes32"],
        ["yes", "bool"],
      ],
      ...[
        ["0x12", "address"],
        ["1", "uint256[]"],
        ["nonsense", "tuple"],
      ],
    ] as [string, string][];
    for (const [text, type] of bad) expect(() => argumentOf(text, { type }), text).to.throw(ArgumentError);
  });
});

describe("A reviewer's seal", () => {
  const panel = { chainId: 31337, panel: addressOf(8) };
  const secret = sealSecret(`0x${"11".repeat(65)}` as Hex);
  const of = { ...panel, contribution: 12n, round: 1, seat: 4n };

  it("finds a sealed score again from the secret alone", () => {
    for (const score of [0, 50, 100]) {
      const salt = sealSalt(secret, of.contribution, of.round);
      expect(openSeal(reviewCommitment({ ...of, score, salt }), of, secret)).to.equal(score);
    }
  });

  it("opens nothing that was sealed with another, or for another round", () => {
    const commitment = reviewCommitment({ ...of, score: 70, salt: sealSalt(secret, of.contribution, of.round) });
    expect(openSeal(commitment, of, sealSecret("0x12"))).to.equal(undefined);
    expect(openSeal(commitment, { ...of, round: 2 }, secret)).to.equal(undefined);
  });

  it("is taken from a file only if it is this account's, of this co-op", () => {
    const account = addressOf(0xada);
    const file = { schema: 1, ...panel, account, secret };
    expect(readSealFile(JSON.stringify(file), { ...panel, account })).to.equal(secret);
    const bad = [
      "not JSON",
      "null",
      JSON.stringify({ ...file, secret: "0x12" }),
      JSON.stringify({ ...file, account: addressOf(1) }),
      JSON.stringify({ ...file, chainId: 1 }),
    ];
    for (const text of bad) expect(() => readSealFile(text, { ...panel, account }), text).to.throw(SealFileError);
  });
});

describe("A table of events", () => {
  it("holds no cell that a spreadsheet would run", () => {
    expect(csvCell("=1+1")).to.equal("'=1+1");
    expect(csvCell('-2, "x"')).to.equal('"\'-2, ""x"""');
    expect(csvCell("plain")).to.equal("plain");
  });
});

describe("The address of what a contribution is about", () => {
  it("carries its name and licence, whatever letters they are of", () => {
    const content = {
      cid: "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e",
      name: "Qué & más?",
      licence: "CC0-1.0",
    };
    expect(readContentUri(writeContentUri(content))).to.deep.equal(content);
  });

  it("is told from every other text", () => {
    for (const uri of ["", "Three proverbs [CC0-1.0]", "https://x", "ipfs://../../etc", "ipfs://UPPER", "ipfs://"]) {
      expect(readContentUri(uri), uri).to.equal(undefined);
    }
    expect(readContentUri("ipfs://bafkreifzjut3te2nhyekklss27nh3k72")).to.include({ name: "", licence: "" });
  });
});
