// What reviewers and the posters of gold commit to, by hand: a program in another language needs no more than this.
import { goldCommitment, ReviewInputError, reviewCommitment, reviewSalt } from "@commonmind/sdk";
import { expect } from "chai";
import { concat, getAddress, keccak256, pad, toHex } from "viem";

const panel = getAddress("0x5fbdb2315678afecb367f032d93f642f64180aa3");
const submitter = getAddress("0x70997970c51812dc3a010c7d01b50e0d17dc79c8");
const salt = `0x${"5a".repeat(32)}` as const;
const root = `0x${"7b".repeat(32)}` as const;
const review = { chainId: 31337, panel, contribution: 12n, round: 1, seat: 7n, score: 80, salt };
const gold = { chainId: 31337, panel, submitter, root, score: 20, salt };
const word = (value: bigint) => pad(toHex(value));

describe("Commitments of reviewers", () => {
  it("are the hash of seven words: chain, panel, work, round, seat, score, salt", () => {
    const words = [31337n, BigInt(panel), 12n, 1n, 7n, 80n, BigInt(salt)].map(word);
    expect(reviewCommitment(review)).to.equal(keccak256(concat(words)));
  });

  it("of gold are the hash of six: chain, panel, submitter, root, score, salt", () => {
    const words = [31337n, BigInt(panel), BigInt(submitter), BigInt(root), 20n, BigInt(salt)].map(word);
    expect(goldCommitment(gold)).to.equal(keccak256(concat(words)));
  });

  it("count for one chain, panel, work, round, seat, score and salt only", () => {
    const others = [
      { ...review, chainId: 1 },
      { ...review, panel: submitter },
      { ...review, contribution: 13n },
      { ...review, round: 2 },
      { ...review, seat: 8n },
      { ...review, score: 81 },
      { ...review, salt: root },
    ];
    expect(new Set([review, ...others].map(reviewCommitment)).size).to.equal(others.length + 1);
  });

  it("are refused for what is no score", () => {
    for (const score of [-1, 101, 80.5, Number.NaN]) {
      expect(() => reviewCommitment({ ...review, score })).to.throw(ReviewInputError, "is no score");
      expect(() => goldCommitment({ ...gold, score })).to.throw(ReviewInputError, "is no score");
    }
  });

  it("have salts that are never the same", () => {
    const salts = Array.from({ length: 100 }, reviewSalt);
    expect(new Set(salts).size).to.equal(100);
    expect(salts.every((each) => /^0x[0-9a-f]{64}$/.test(each))).to.equal(true);
  });
});
