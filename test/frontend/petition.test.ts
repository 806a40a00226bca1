// A proposal that goes from hand to hand: what strangers do to the file changes nothing of what members signed.
import type { Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import {
  argumentsOf,
  counting,
  deadlineFrom,
  isSame,
  joined,
  type Petition,
  PetitionError,
  proposalOf,
  readPetition,
  typedDataOf,
  wordsOf,
  writePetition,
} from "../../frontend/src/modules/votes/together/petition.ts";

const governor = "0x00000000000000000000000000000000000000A1";
const deployment = { chainId: 31337, contracts: { commonsGovernor: governor } } as unknown as Deployment;
const members = [1, 2, 3].map((i) => privateKeyToAccount(`0x${`${i}`.repeat(64)}`));
const [ana, bo] = members as [(typeof members)[0], (typeof members)[0]];

const petition: Petition = {
  ...{
    chainId: 31337,
    governor,
    proposer: ana.address,
    deadline: 1_800_057_600,
    text: "# A microphone\n\nFor readers.",
  },
  actions: [{ target: "0x00000000000000000000000000000000000000b2", value: 0n, data: "0x12345678" }],
  ...{ callsPerOption: [], cosignatures: [] },
};
const signedBy = async (member: typeof ana, of = petition) => ({
  ...{ cosigner: member.address, signature: await member.signTypedData(typedDataOf(of)) },
});

describe("A petition", () => {
  it("is the same after it was written to a file and read again", async () => {
    const grown = joined(petition, [await signedBy(bo)]);
    const read = readPetition(writePetition(grown), deployment);
    expect(isSame(read, grown)).to.equal(true);
    expect(read.cosignatures).to.deep.equal(grown.cosignatures);
    expect(proposalOf(read)).to.equal(proposalOf(petition));
  });

  it("isn't taken once a word, a call or the options were changed, or if it is another co-op's", () => {
    const file = JSON.parse(writePetition(petition)) as Record<string, unknown>;
    const bad: unknown[] = [
      ...[
        null,
        7,
        [],
        {},
        { ...file, schema: 2 },
        { ...file, text: "# A megaphone" },
        { ...file, callsPerOption: [1] },
      ],
      { ...file, actions: [{ target: governor, value: "0", data: "0x12345678" }] },
      { ...file, actions: [] },
      { ...file, cosignatures: [{ cosigner: "0x12", signature: "0x" }] },
      { ...file, cosignatures: Array(301).fill({ cosigner: ana.address, signature: "0x12" }) },
      ...[
        { ...file, chainId: 1 },
        { ...file, governor: ana.address },
      ],
    ];
    for (const it of bad) expect(() => readPetition(JSON.stringify(it), deployment)).to.throw(PetitionError);
    expect(() => readPetition("not a file", deployment)).to.throw(PetitionError);
  });

  it("keeps a true signature beside a false one in the same name, whichever came first", async () => {
    const good = await signedBy(bo);
    const bogus = { ...good, signature: (await signedBy(ana)).signature };
    for (const order of [
      [good, bogus],
      [bogus, good],
      [good, bogus, good],
    ]) {
      const { cosignatures } = order.reduce((all, each) => joined(all, [each]), petition);
      expect(cosignatures).to.have.lengthOf(2).and.to.deep.include(good);
    }
  });

  it("counts each member once, and hands in no more than it takes, in the order of addresses", async () => {
    const all = await Promise.all(members.map((member) => signedBy(member)));
    const counted = counting([...all, ...all], 2);
    expect(counted).to.have.lengthOf(2);
    const [, , , , text, deadline, cosigners, signatures] = argumentsOf({ ...petition, cosignatures: counted });
    expect([text, deadline]).to.deep.equal([petition.text, 1_800_057_600n]);
    expect([...cosigners]).to.deep.equal([...cosigners].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
    for (const [i, cosigner] of cosigners.entries())
      expect(counted).to.deep.include({ cosigner, signature: signatures[i] });
  });

  it("ends with a day, a fortnight from now, and goes with no petition that ends at another time", () => {
    const deadline = deadlineFrom(1_800_000_000);
    expect(deadline % 86_400).to.equal(0);
    expect(deadline - 1_800_000_000).to.be.within(14 * 86_400, 15 * 86_400);
    expect(isSame(petition, { ...petition, deadline })).to.equal(false);
  });

  it("shows a stranger's words without what can't be seen and what turns a line around", () => {
    expect(wordsOf({ ...petition, text: "# Pay \u202Eecila\n\nFor\u200b it." })).to.deep.equal({
      ...{ title: "Pay ecila", text: "For it.", options: [] },
    });
  });
});
