// Proposals as the SDK writes and reads them: ballots, their words and numbers.
import {
  amountText,
  ballotBitmap,
  ballotDescription,
  ballotParams,
  bitmapOptions,
  cosignatureTypedData,
  durationText,
  GovernanceError,
  isReservedDescription,
  MAX_OPTIONS,
  optionCalls,
  parseBallotDescription,
  proposalId,
  readProposalText,
  restrictedProposer,
  restrictProposer,
  signedBallotTypedData,
  writeProposalText,
} from "@commonmind/sdk";
import { expect } from "chai";
import fc from "fast-check";
import { type Address, verifyTypedData } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { addressOf, type Commons, founder, freshCommons } from "../support/commons.ts";
import { action, propose, proposeBallot } from "../support/votes.ts";

const sizes = fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1, maxLength: MAX_OPTIONS });
const refused = (work: () => unknown, code: string) =>
  expect(work).to.throw(GovernanceError).with.property("code", code);

describe("Proposals in the SDK", () => {
  describe("ballots", () => {
    it("name options by a bitmap, as two bytes", () => {
      expect([ballotBitmap([]), ballotBitmap([0, 2, 2]), ballotBitmap([15])]).to.deep.equal([0, 0b101, 1 << 15]);
      expect([ballotParams([1]), ballotParams([0, 15])]).to.deep.equal(["0x0002", "0x8001"]);
      for (const option of [-1, 16, 0.5, Number.NaN]) refused(() => ballotBitmap([option]), "Option");
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 0, max: MAX_OPTIONS })), (options) => {
          expect(bitmapOptions(ballotBitmap(options))).to.deep.equal([...options].sort((a, b) => a - b));
        }),
      );
    });

    it("end their description with how many calls belong to which option, and nothing else is cut off", () => {
      expect(ballotDescription({ text: "Which?", callsPerOption: [2, 1, 1] })).to.equal("Which?#options=2,1,1");
      fc.assert(
        fc.property(fc.string(), sizes, (text, callsPerOption) => {
          const description = ballotDescription({ text, callsPerOption });
          expect(parseBallotDescription(description)).to.deep.equal({ text, callsPerOption });
          expect(isReservedDescription(description)).to.equal(true);
        }),
      );
      for (const text of ["Plain", "#options=2,1 ", "#options=x", "#options=0", "#options=,", "#options="]) {
        expect(parseBallotDescription(text)).to.deep.equal({ text, callsPerOption: [] });
      }
    });

    it("refuse what the governor would", () => {
      const many = (count: number, size = 1) => Array.from({ length: count }, () => size);
      for (const callsPerOption of [many(16), [0], [1, -1], [1.5], many(2, 128)]) {
        refused(() => ballotDescription({ text: "", callsPerOption }), "BallotOptions");
      }
      for (const text of ["#options=", "Which?#options=1,2", "#options=,,"]) {
        refused(() => ballotDescription({ text, callsPerOption: [] }), "DescriptionReserved");
      }
    });

    it("cut their calls as they were put together", () => {
      fc.assert(
        fc.property(sizes, (callsPerOption) => {
          const calls = callsPerOption.flatMap((size, option) => Array.from({ length: size }, () => option));
          const cut = optionCalls(calls, callsPerOption);
          expect(cut.map(({ length }) => length)).to.deep.equal(callsPerOption);
          expect(cut.flat()).to.deep.equal(calls);
        }),
      );
      expect(optionCalls([1, 2], [])).to.deep.equal([[1, 2]]);
    });
  });

  describe("words", () => {
    const words = {
      title: "Which way?",
      text: "Two ways.\n\n## Why now\n\nBecause.",
      options: [
        { title: "Left", text: "Along the river.\n# Steep" },
        { title: "Right: the hill", text: "" },
      ],
    };

    it("are one text, from which every part comes back", () => {
      const text = writeProposalText(words);
      expect(text.split("\n")[0]).to.equal("# Which way?");
      expect(readProposalText(text, 2)).to.deep.equal(words);
      expect(readProposalText("Plain words", 0)).to.deep.equal({ title: "Plain words", text: "", options: [] });
      expect(readProposalText("Others wrote it\nso", 1).options).to.deep.equal([{ title: "Option 1", text: "" }]);
    });

    it("can be one account's to hand in, which is part of the number and isn't shown", () => {
      const account = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";
      for (const [written, options] of [
        [words, 2],
        [{ title: "Alone", text: "", options: [] }, 0],
        [{ ...words, options: words.options.toReversed() }, 2],
      ] as const) {
        const text = restrictProposer(writeProposalText(written), account);
        expect(text.endsWith(`#proposer=${account}`), text).to.equal(true);
        expect(restrictedProposer(text)).to.equal(account);
        expect(readProposalText(text, options)).to.deep.equal(written);
        expect(restrictProposer(text, account), "once is enough").to.equal(text);
      }
      for (const text of ["T\n#proposer=0x12", `#proposer=${account} `, `T ${account}`]) {
        expect(restrictedProposer(text)).to.equal(undefined);
        expect(readProposalText(`Title\n${text}`, 0).text).to.equal(text.trim());
      }
    });

    it("can't pass for an option that isn't there", () => {
      refused(() => writeProposalText({ ...words, text: "## Option 1: Left" }), "ProposalText");
      refused(() => writeProposalText({ ...words, title: "Two\nlines" }), "ProposalText");
      expect(readProposalText("T\n## Option 2: Second\n## Option 1: First", 1).options).to.deep.equal([
        { title: "First", text: "" },
      ]);
    });

    it("say amounts to the last digit, and times in their largest unit", () => {
      const eth = { symbol: "ETH", decimals: 18 };
      expect(amountText(1_234_500_000_000_000_000_001n, eth)).to.equal("1,234.500000000000000001 ETH");
      expect(amountText(0n, eth)).to.equal("0 ETH");
      expect([durationText(1), durationText(90), durationText(86_400), durationText(259_200n)]).to.deep.equal([
        "1 second",
        "1.5 minutes",
        "1 day",
        "3 days",
      ]);
    });
  });

  describe("beside the governor", () => {
    let commons: Commons;
    before(async () => {
      commons = await freshCommons();
    });

    it("number proposals as it does, plain ones and ballots", async () => {
      const calls = await Promise.all(["One", "Two"].map((name) => action(commons.models, "register", [name, "", []])));
      const plain = await propose(commons, calls, "Both");
      const ballot = await proposeBallot(
        commons,
        calls.map((each) => [each]),
        "Either",
        founder(commons, 1),
      );
      const own = calls.map(({ target, value, data }) => ({ target: target as Address, value, data: data as Address }));
      expect(proposalId({ calls: own, description: "Both" })).to.equal(plain.id);
      const description = ballotDescription({ text: "Either", callsPerOption: [1, 1] });
      expect(proposalId({ calls: own, description })).to.equal(ballot.id);
    });

    it("sign for one governor on one chain", async () => {
      const signer = privateKeyToAccount(`0x${"11".repeat(32)}`);
      const governor = await addressOf(commons.governor);
      const { name, version, chainId, verifyingContract } = await commons.governor.eip712Domain();
      const ballot = signedBallotTypedData({
        chainId: 31337,
        governor,
        proposalId: 7n,
        support: "for",
        options: [1, 3],
        voter: signer.address,
        sequence: 2,
        deadline: 99,
      });
      expect(ballot.domain).to.deep.equal({ name, version, chainId: Number(chainId), verifyingContract });
      expect(ballot.message).to.include({ support: 1, options: 0b1010, sequence: 2, deadline: 99 });
      const signature = await signer.signTypedData(ballot);
      expect(await verifyTypedData({ ...ballot, address: signer.address, signature })).to.equal(true);
      const elsewhere = { ...ballot, domain: { ...ballot.domain, chainId: 1 } };
      expect(await verifyTypedData({ ...elsewhere, address: signer.address, signature })).to.equal(false);
    });

    it("let members co-sign what somebody else hands in", async () => {
      const { governor, members } = commons;
      const proposer = commons.outsiders[0];
      if (!proposer) throw new Error("Local chains fund outsiders.");
      const call = await action(commons.models, "register", ["Asked by members", "", []]);
      const own = [{ target: call.target as Address, value: 0n, data: call.data as Address }];
      const id = proposalId({ calls: own, description: "Asked by members" });
      const deadline = 2n ** 40n;
      const { domain, types, message } = cosignatureTypedData({
        chainId: commons.deployment.chainId,
        governor: await addressOf(governor),
        proposalId: id,
        proposer: proposer.address as Address,
        deadline,
      });
      const signers = commons.founders.slice(0, 3).sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
      const fields = { Cosignature: [...types.Cosignature] };
      const signatures = await Promise.all(signers.map((each) => each.signTypedData(domain, fields, message)));
      expect(await members.seatOf(proposer)).to.equal(0n);
      await governor
        .connect(proposer)
        .proposeBallot([call.target], [0n], [call.data], [], "Asked by members", deadline, signers, signatures);
      expect(await governor.proposalKind(id)).to.deep.equal([false, true, 0n]);
    });
  });
});
