// A proposal that goes from hand to hand: what strangers do to the file changes nothing of what members signed.
import { type Deployment, restrictProposer } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, BaseError, getAddress, type Hex, parseSignature, serializeSignature } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { validOf, waitingOf } from "../../frontend/src/modules/votes/together/checking.ts";
import {
  argumentsOf,
  counting,
  deadlineFrom,
  isSame,
  joined,
  keepPetition,
  openPetition,
  type Petition,
  PetitionError,
  proposalOf,
  readPetition,
  readPetitions,
  typedDataOf,
  type Valid,
  wordsOf,
  writePetition,
} from "../../frontend/src/modules/votes/together/petition.ts";
import { arrivalOf, standingsOf } from "../../frontend/src/modules/votes/together/standing.ts";

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

const byKey = (signed: { cosigner: Address; signature: Hex } | undefined) => ({ ...signed, plain: true }) as Valid;

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
      { ...file, cosignatures: [{ cosigner: ana.address, signature: `0x${"12".repeat(2_049)}` }] },
      ...[
        { ...file, chainId: 1 },
        { ...file, governor: ana.address },
      ],
    ];
    for (const it of bad) expect(() => readPetition(JSON.stringify(it), deployment)).to.throw(PetitionError);
    expect(() => readPetition("not a file", deployment)).to.throw(PetitionError);
  });

  it("isn't taken if its time is no date, its options aren't all of its calls, or nobody could hand it in", () => {
    const written = (changes: Partial<Petition>) => () =>
      readPetition(writePetition({ ...petition, ...changes }), deployment);
    const calls = [...petition.actions, ...petition.actions];
    for (const changes of [
      { deadline: 9_000_000_000_000_000 },
      { deadline: 4_102_444_801 },
      { actions: calls, callsPerOption: [1] },
      { actions: calls, callsPerOption: [1, 2] },
      { text: restrictProposer(petition.text, bo.address) },
      { text: "A".repeat(300_000) },
      { actions: Array(3_000).fill(petition.actions[0]) },
    ])
      expect(written(changes), Object.keys(changes).join()).to.throw(PetitionError);
    for (const changes of [
      { actions: calls, callsPerOption: [1, 1] },
      { text: restrictProposer(petition.text, ana.address) },
    ])
      expect(written(changes)).not.to.throw();
  });

  it("is looked into only if it is no longer than one can be, and says so if it can't be read", async () => {
    const file = (size: number, text: () => Promise<string>) => openPetition({ size, text }, deployment);
    const refused = async (opening: Promise<unknown>) => {
      const error = await opening.catch((it: unknown) => it);
      expect(error).to.be.instanceOf(PetitionError);
      return (error as PetitionError).message;
    };
    expect(isSame(await file(1_000, async () => writePetition(petition)), petition)).to.equal(true);
    await refused(file(4_000_001, () => expect.fail("it was read")));
    expect(await refused(file(9, () => Promise.reject(new Error("gone"))))).to.equal("This file can’t be read.");
  });

  it("counts each member once, and hands in no more than it takes, in the order of addresses", async () => {
    const all = await Promise.all(members.map((member) => signedBy(member)));
    const { cosignatures } = joined(joined(petition, all), all);
    expect(cosignatures).to.deep.equal(all);
    const counted = counting(cosignatures.map(byKey), 2);
    expect(counted).to.have.lengthOf(2);
    const [, , , , text, deadline, cosigners, signatures] = argumentsOf({ ...petition, cosignatures: counted });
    expect([text, deadline]).to.deep.equal([petition.text, 1_800_057_600n]);
    expect([...cosigners]).to.deep.equal([...cosigners].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)));
    for (const [i, cosigner] of cosigners.entries())
      expect(counted).to.deep.include(byKey({ cosigner, signature: signatures[i] as Hex }));
  });

  it("hands in what a key signed before what a contract says yes to, which may say no by then", async () => {
    const [first, second, third] = await Promise.all(members.map((member) => signedBy(member)));
    const valid = [{ ...first, plain: false }, byKey(second), byKey(third)] as Valid[];
    expect(counting(valid, 2)).to.deep.equal([byKey(second), byKey(third)]);
    expect(counting(valid, 3)).to.have.lengthOf(3);
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

describe("Everyone who signed", () => {
  const seatOf = new Map(members.map(({ address }, i) => [address.toLowerCase(), BigInt(i + 1)]));
  const stranger = privateKeyToAccount(`0x${"9".repeat(64)}`);
  const [, , cy] = members as (typeof ana)[];
  const all = async () => Promise.all(members.map((member) => signedBy(member)));

  it("is shown, once, whether their signature goes in, is one too many, or is left out", async () => {
    const signed = joined(petition, [...(await all()), await signedBy(bo)]);
    const valid = signed.cosignatures.map(byKey);
    const of = (leftOut: Address[]) => {
      const handed = counting(
        valid.filter(({ cosigner }) => !leftOut.includes(cosigner)),
        2,
      );
      return standingsOf(signed, { valid, handed, leftOut, seatOf }).map(({ cosigner, standing }) => [
        cosigner,
        standing,
      ]);
    };
    expect(of([])).to.deep.equal([
      [ana.address, "handed"],
      [bo.address, "handed"],
      [cy?.address, "spare"],
    ]);
    expect(of([ana.address])).to.deep.equal([
      [bo.address, "handed"],
      [cy?.address, "handed"],
      [ana.address, "leftOut"],
    ]);
  });

  it("is shown when their signature doesn't count now, with the reason", async () => {
    const signed = joined(petition, await all(), [await signedBy(stranger)]);
    const seated = new Map([...seatOf].filter(([account]) => account !== ana.address.toLowerCase()));
    const valid = [byKey(signed.cosignatures[1])];
    const now = standingsOf(signed, { valid, handed: valid, leftOut: [], seatOf: seated });
    expect(Object.fromEntries(now.map(({ cosigner, standing }) => [cosigner, standing]))).to.deep.equal({
      [bo.address]: "handed",
      [ana.address]: "seatless",
      [stranger.address]: "seatless",
      [cy?.address as string]: "unconfirmed",
    });
    // While the chain hasn't answered, nobody's is called false.
    const early = standingsOf(signed, { valid: undefined, handed: [], leftOut: [], seatOf });
    expect(early).to.deep.equal([{ cosigner: stranger.address, standing: "seatless" }]);
  });

  it("stays in the file without a seat, in a place of its own, and counts once there is one", async () => {
    const late = await signedBy(stranger);
    expect(await waitingOf(seatOf, petition, [late, { ...late, signature: "0x12" }, await signedBy(bo)])).to.deep.equal(
      [late],
    );
    const kept = readPetition(writePetition(joined(petition, [await signedBy(bo)], [late])), deployment);
    expect([kept.cosignatures.length, kept.waiting]).to.deep.equal([1, [late]]);
    const seated = joined(kept, [late]);
    expect([seated.cosignatures.length, seated.waiting]).to.deep.equal([2, []]);
    // However many make up accounts, members find room.
    const crowd = Array.from({ length: 400 }, (_, i) => ({
      ...late,
      cosigner: getAddress(`0x${(i + 1).toString(16).padStart(40, "0")}`),
    }));
    const full = joined(joined(petition, [], crowd), await all());
    expect([full.cosignatures.length, full.waiting?.length]).to.deep.equal([3, 20]);
    expect(() => readPetition(writePetition({ ...petition, waiting: crowd }), deployment)).to.throw(PetitionError);
  });

  it("is kept when a file comes back with fewer signatures, and counts once when it comes twice", async () => {
    const [first, second] = (await all()) as [Valid, Valid];
    const here = joined(petition, [first, second]);
    expect(joined(here, []).cosignatures).to.deep.equal([first, second]);
    expect(joined(here, [first]).cosignatures).to.deep.equal([first, second]);
  });

  it("is told apart in what is said of a file: new, known, without a seat, of nobody, without room", async () => {
    const [first, second, third] = (await all()) as [Valid, Valid, Valid];
    const before = joined(petition, [first]);
    const late = await signedBy(stranger);
    const file = [first, second, second, late, { ...third, signature: "0x12" as Hex }];
    const after = joined(before, [first, second], [late]);
    const arrival = arrivalOf(before, after, file, [first, second]);
    expect(arrival).to.deep.equal({ fresh: 1, known: 1, waiting: 1, refused: 1, left: 0 });
    expect(arrivalOf(before, before, [third], [third])).to.deep.equal({
      ...{ fresh: 0, known: 0, waiting: 0, refused: 0, left: 1 },
    });
  });
});

describe("Signatures under a petition", () => {
  const seatOf = new Map(members.map(({ address }, i) => [address.toLowerCase(), BigInt(i + 1)]));
  type Call = { account: Address; to: Address; data: Hex };
  type Chain = Parameters<typeof validOf>[0];
  /** A chain on which these accounts are contracts, which answer so. */
  const chain = (answers: Record<Address, (call: Call) => Promise<{ data: Hex }>> = {}) =>
    ({
      getCode: async ({ address }: { address: Address }) => (answers[address] ? "0xfe" : undefined),
      call: async (call: Call) => answers[call.to]?.(call),
    }) as unknown as Chain;
  const valid = (signatures: readonly { cosigner: Address; signature: Hex }[], on = chain()) =>
    validOf(on, seatOf, petition, signatures);
  const YES: Hex = `0x1626ba7e${"0".repeat(56)}`;

  it("count one by one: what isn't even a signature takes nothing from the others", async () => {
    const good = await signedBy(bo);
    const junk: Hex[] = [
      "0x",
      "0x12",
      `0x${"8010".repeat(16)}`,
      `0x12${"8010".repeat(16)}`,
      `0x${"6492".repeat(16)}`,
      `0x${"00".repeat(65)}`,
      `0x${"ff".repeat(64)}1b`,
      `${good.signature.slice(0, -2)}05` as Hex,
      (await signedBy(ana)).signature,
      `${good.signature}00`,
    ];
    const named = [ana, bo].flatMap(({ address }) => junk.map((signature) => ({ cosigner: address, signature })));
    const own = named.filter(({ cosigner, signature }) => cosigner !== ana.address || signature !== junk[8]);
    expect(await valid([...own, good, ...own])).to.deep.equal([byKey(good)]);
  });

  it("count for each member with a seat once, and for nobody else", async () => {
    const stranger = await signedBy(privateKeyToAccount(`0x${"9".repeat(64)}`));
    const all = await Promise.all(members.map((member) => signedBy(member)));
    expect(await valid([...all, stranger, ...all])).to.deep.equal(all.map(byKey));
    expect(await valid([await signedBy(bo, { ...petition, deadline: petition.deadline + 1 })])).to.deep.equal([]);
  });

  it("count as the governor reads them: with the last byte that it knows, and only one of a key's two", async () => {
    const good = await signedBy(bo);
    const { r, s, yParity } = parseSignature(good.signature);
    const early = { ...good, signature: `${good.signature.slice(0, -2)}0${yParity}` as Hex };
    expect(await valid([early])).to.deep.equal([byKey(good)]);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const other = serializeSignature({ r, s: `0x${(order - BigInt(s)).toString(16)}`, yParity: 1 - yParity });
    expect(await valid([{ ...good, signature: other }])).to.deep.equal([]);
  });

  it("of a wallet that is a contract count if it says yes to the governor", async () => {
    const asked: Call[] = [];
    const says = (data: Hex) =>
      chain({
        [ana.address]: async (call) => {
          asked.push(call);
          return { data };
        },
      });
    const signed = { cosigner: ana.address, signature: "0x1234" as Hex };
    expect(await valid([signed], says(YES))).to.deep.equal([{ ...signed, plain: false }]);
    expect(asked.map(({ account, to }) => [account, to])).to.deep.equal([[governor, ana.address]]);
    for (const no of ["0x", "0x1626ba7e", `0x1626ba7e${"0".repeat(55)}1`] as const)
      expect(await valid([signed], says(no)), no).to.deep.equal([]);
    expect(await valid([await signedBy(ana)], says("0x")), "its key alone isn't enough").to.deep.equal([]);
    const refuses = chain({ [ana.address]: () => Promise.reject(new BaseError("reverted")) });
    const good = await signedBy(bo);
    expect(await valid([signed, good], refuses)).to.deep.equal([byKey(good)]);
  });

  it("aren't taken for false while the chain doesn't answer", async () => {
    const silent = { getCode: () => Promise.reject(new BaseError("HTTP request failed")) } as unknown as Chain;
    const error = await valid([await signedBy(bo)], silent).catch((it: unknown) => it);
    expect(error).to.be.instanceOf(BaseError);
  });
});

describe("Petitions in the browser", () => {
  const kept = new Map<string, string>();
  let room = Number.POSITIVE_INFINITY;
  const unchanged = Object.getOwnPropertyDescriptor(globalThis, "localStorage");

  beforeEach(() => {
    kept.clear();
    room = Number.POSITIVE_INFINITY;
    const value = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem(key: string, text: string) {
        if (text.length > room) throw new Error("QuotaExceededError");
        kept.set(key, text);
      },
    };
    Object.defineProperty(globalThis, "localStorage", { value, configurable: true });
  });
  after(() => {
    if (unchanged) Object.defineProperty(globalThis, "localStorage", unchanged);
    else Reflect.deleteProperty(globalThis, "localStorage");
  });

  it("keep what was gathered, however much is added to it", async () => {
    const good = await signedBy(bo);
    keepPetition("0x1", joined(petition, [good]), deployment);
    const crowd = Array.from({ length: 400 }, (_, i) => ({
      ...{ cosigner: getAddress(`0x${(i + 1).toString(16).padStart(40, "0")}`), signature: good.signature },
    }));
    const grown = keepPetition("0x1", joined(petition, crowd), deployment);
    expect(grown.kept).to.equal(true);
    const [read, ...others] = readPetitions("0x1", deployment);
    expect(others).to.deep.equal([]);
    expect(read?.cosignatures).to.deep.equal(grown.petition.cosignatures).and.to.deep.include(good);
  });

  it("say so if there is no room, and leave those that were there", () => {
    expect(keepPetition("0x1", petition, deployment).kept).to.equal(true);
    room = 2_000;
    const long = { ...petition, text: "# A longer one\n\n".padEnd(3_000, "a") };
    expect(keepPetition("0x1", long, deployment)).to.deep.equal({ petition: long, kept: false });
    expect(readPetitions("0x1", deployment).map(({ text }) => text)).to.deep.equal([petition.text]);
  });

  it("lose one whose time is no date, and nothing else", () => {
    keepPetition("0x1", petition, deployment);
    const [key, text] = [...kept][0] as [string, string];
    const broken = writePetition({ ...petition, deadline: 9_000_000_000_000_000 });
    kept.set(key, JSON.stringify([broken, ...(JSON.parse(text) as string[])]));
    expect(readPetitions("0x1", deployment)).to.have.lengthOf(1);
  });
});
