import { readFileSync } from "node:fs";
import { expect } from "chai";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { getAddress, keccak256, toHex } from "viem";
import { DeployError, deployCommons } from "../../deploy/deploy.ts";
import { expirySeconds, GenesisError, loadGenesis, parseGenesis } from "../../deploy/genesis.ts";
import { failAfter } from "../support/chains.ts";
import { localGenesis, NATIVE } from "../support/commons.ts";

const text = readFileSync(localGenesis, "utf8");

const [minute, day] = [60, 86_400];
/** No part in the file. */
const nobody = getAddress("0x23618e81e3f5cdf7f54c3d65f7fbc0abf5b21e8f");

// biome-ignore lint/suspicious/noExplicitAny: files are spoilt in ways that their type forbids
type Spoil = (genesis: any) => unknown;

/** The local genesis file, spoilt. */
function spoilt(spoil: Spoil): string {
  const genesis = JSON.parse(text);
  spoil(genesis);
  return JSON.stringify(genesis);
}

/** What is said about a file. */
function complaint(file: string): string {
  try {
    parseGenesis(file, "my.json");
  } catch (error) {
    if (error instanceof GenesisError) return error.message;
    throw error;
  }
  return "nothing";
}

describe("The genesis file", () => {
  it("of the local chain is sound", () => {
    const genesis = loadGenesis(localGenesis);
    expect(genesis.founders).to.have.length(7);
    expect(genesis.hash).to.equal(keccak256(toHex(text)));
    expect(genesis.mintCapPerEpoch).to.equal(1_000_000n * 10n ** 18n);
  });

  it("that names nobody who posts gold is sound: then only a vote does", () => {
    expect(loadGenesis(localGenesis).gold).to.equal(undefined);
  });

  it("may name founding members who don't review", () => {
    const file = spoilt((g) => {
      delete g.founders[0].reviews;
      g.founders[1].reviews = [];
    });
    expect(complaint(file)).to.equal("nothing");
    expect(parseGenesis(file, "my.json").founders[0]?.reviews).to.deep.equal([]);
  });

  it("that was deployed is sound when its dates have passed, and nobody deploys it any more", () => {
    const file = spoilt((g) => {
      g.founders[0].expiry = "2020-01-01";
      g.governance.guardian = { account: nobody, until: "2021-01-01" };
    });
    expect(parseGenesis(file, "my.json", { deployed: true }).founders[0]?.expiry).to.equal("2020-01-01");
    expect(complaint(file))
      .to.contain("founders.0.expiry: has passed already")
      .and.to.contain("governance.guardian.until: has passed already");
    expect(() => parseGenesis("{}", "my.json", { deployed: true })).to.throw(GenesisError, "is no genesis file");
  });

  it("that isn't there, or is no JSON, is named", () => {
    expect(() => loadGenesis("nowhere.json")).to.throw(GenesisError, "There is no genesis file at nowhere.json");
    expect(complaint("{")).to.include("my.json is no JSON");
  });

  it("is told everything that is wrong with it at once, and that nothing was sent", () => {
    const said = complaint(
      spoilt((g) => {
        g.name = "";
        g.reviewSlots = 7;
      }),
    );
    expect(said).to.include("my.json can't be deployed. Nothing was sent. Mend:");
    expect(said.split("\n").map((line) => line.split(":")[0]?.trim())).to.include.members(["name", "reviewSlots"]);
  });

  it("dates end with their day", () => {
    expect(expirySeconds("2036-12-31")).to.equal(Date.UTC(2036, 11, 31, 23, 59, 59) / 1000);
  });

  describe("is refused", () => {
    /** Title, how the file is spoilt, where the sentence points, what it says. */
    const rules: [string, Spoil, string, string][] = [
      ["with a field nobody knows", (g) => (g.extra = 1), "(file)", "extra"],
      ["with a field missing", (g) => delete g.periods, "periods", "expected object"],
      ["for no chain", (g) => (g.chainIds = []), "chainIds", ">=1"],
      [
        "with a review period below its bound",
        (g) => (g.review.reveal = minute - 1),
        "review.reveal",
        "is below 60 seconds",
      ],
      [
        "with a review period above its bound",
        (g) => (g.review.reveal = 60 * day + 1),
        "review.reveal",
        "is above 5184000 seconds",
      ],
      [
        "with a challenge period below its bound",
        (g) => (g.periods.challenge = 59),
        "periods.challenge",
        "is below 60 seconds",
      ],
      [
        "with a voting delay of nothing",
        (g) => (g.periods.votingDelay = 0),
        "periods.votingDelay",
        "is below 1 seconds",
      ],
      [
        "with a voting period below its bound",
        (g) => (g.periods.votingPeriod = 59),
        "periods.votingPeriod",
        "is below 60 seconds",
      ],
      ["without a timelock", (g) => (g.periods.timelock = 0), "periods.timelock", "is below 1 seconds"],
      ...["rebind", "recovery", "lapse", "grace"].flatMap((period): [string, Spoil, string, string][] => [
        [
          `with a ${period} period below its bound`,
          (g) => (g.periods[period] = minute - 1),
          `periods.${period}`,
          "is below 60 seconds",
        ],
        [
          `with a ${period} period above its bound`,
          (g) => (g.periods[period] = 400 * day + 1),
          `periods.${period}`,
          "is above 34560000 seconds",
        ],
      ]),
      ["with seconds that aren't whole", (g) => (g.review.reveal = 60.5), "review.reveal", "int"],
      ["with more review slots than six", (g) => (g.reviewSlots = 7), "reviewSlots", "6"],
      ["with a quorum above half", (g) => (g.governance.quorumPercent = 51), "governance.quorumPercent", "50"],
      ["with an amount that is a number", (g) => (g.mintCapPerEpoch = 5), "mintCapPerEpoch", "expected string"],
      [
        "with an amount that is no whole number",
        (g) => (g.mintCapPerEpoch = "1.5"),
        "mintCapPerEpoch",
        "is no whole number in base units",
      ],
      [
        "with an amount above what the chain holds",
        (g) => (g.mintCapPerEpoch = `${2n ** 128n}`),
        "mintCapPerEpoch",
        "is above what 128 bits hold",
      ],
      [
        "with a mint cap of nothing",
        (g) => (g.mintCapPerEpoch = "0"),
        "mintCapPerEpoch",
        "nobody would ever get a voice",
      ],
      ["with a join bound of nothing", (g) => (g.joinBoundBps = 0), "joinBoundBps", ">=1"],
      [
        "with too little for contributors",
        (g) => (g.split = { contributors: 3_999, dividend: 3_001, reserve: 3_000 }),
        "split.contributors",
        "4000",
      ],
      [
        "with too little for members",
        (g) => (g.split = { contributors: 6_001, dividend: 999, reserve: 3_000 }),
        "split.dividend",
        "1000",
      ],
      ["with a split that doesn't add up", (g) => (g.split.reserve = 1_499), "split", "adds up to 9999, not to 10000"],
      ["with a kind that has no rule", (g) => delete g.kinds.Code, "kinds.Code", "expected object"],
      ["with a kind nobody knows", (g) => (g.kinds.Poetry = g.kinds.Data), "kinds", "Poetry"],
      [
        "with more than eight tokens",
        (g) => (g.assets = accounts(9).map((token) => ({ token, spendingCeiling: "1" }))),
        "assets",
        "has more than 8 tokens",
      ],
      [
        "with a token twice",
        (g) => (g.assets = [1, 2].map(() => ({ token: g.issuers[0].account, spendingCeiling: "1" }))),
        "assets.1",
        "is asset 0 again",
      ],
      [
        "with the native currency among its tokens",
        (g) => (g.assets = [{ token: NATIVE, spendingCeiling: "1" }]),
        "assets.0.token",
        "is the zero address",
      ],
      ["without issuers", (g) => (g.issuers = []), "issuers", ">=1"],
      ["with an issuer twice", (g) => g.issuers.push(g.issuers[0]), "issuers.1", "is issuer 0 again"],
      [
        "with the zero address as an issuer",
        (g) => g.issuers.push({ ...g.issuers[0], account: NATIVE }),
        "issuers.1.account",
        "is the zero address",
      ],
      ["with a cap above what the chain holds", (g) => (g.issuers[0].cap = 2 ** 32), "issuers.0.cap", "4294967295"],
      [
        "with a growth above what the chain holds",
        (g) => (g.issuers[0].growthLimit = 2 ** 32),
        "issuers.0.growthLimit",
        "4294967295",
      ],
      ["with fewer than seven founders", (g) => g.founders.pop(), "founders", "needs at least 7 founding members"],
      [
        "with a founder of another issuer",
        (g) => (g.founders[0].issuer = nobody),
        "founders.0.issuer",
        "is none of the issuers of this file",
      ],
      [
        "with more founders than an issuer's cap",
        (g) => (g.issuers[0].cap = 6),
        "founders.6.issuer",
        "has more founding members than its cap",
      ],
      [
        "with an account that holds two seats",
        (g) => (g.founders[1].account = g.founders[0].account),
        "founders.1.account",
        "holds another founding seat",
      ],
      [
        "with a person who holds two seats",
        (g) => (g.founders[1].nullifier = g.founders[0].nullifier),
        "founders.1.nullifier",
        "is the same person",
      ],
      [
        "with a membership that has ended",
        (g) => (g.founders[0].expiry = "2020-01-01"),
        "founders.0.expiry",
        "has passed already",
      ],
      ["with a date that is none", (g) => (g.founders[0].expiry = "2036-02-31"), "founders.0.expiry", "date"],
      ["with an address that is none", (g) => (g.gold = "0x12"), "gold", "is no address"],
      ["with an address of a wrong checksum", (g) => (g.gold = swapCase(nobody)), "gold", "is no address"],
      [
        "with a nullifier that is none",
        (g) => (g.founders[0].nullifier = "0x12"),
        "founders.0.nullifier",
        "is no 32-byte value",
      ],
      ["without models", (g) => (g.models = []), "models", ">=1"],
      ["with a model without a name", (g) => (g.models[0].name = ""), "models.0.name", "is empty"],
      [
        "with work for a model that isn't there",
        (g) => (g.works[0].model = 3),
        "works.0.model",
        "is none of the models of this file",
      ],
      [
        "with work by somebody who is no founder",
        (g) => (g.works[0].submitter = nobody),
        "works.0.submitter",
        "is no founding member",
      ],
      [
        "with units above the kind's maximum",
        (g) => (g.works[0].leaves[0].unitsPerItem = "65001"),
        "works.0.leaves.0.unitsPerItem",
        "is above the Knowledge maximum 65000",
      ],
      [
        "with work of no units",
        (g) => (g.works[0].leaves[0].unitsPerItem = "0"),
        "works.0.leaves.0.unitsPerItem",
        "is zero",
      ],
      [
        "with the zero address as an author",
        (g) => (g.works[0].leaves[0].author = NATIVE),
        "works.0.leaves.0.author",
        "is the zero address, or a seat",
      ],
      ["with the same work twice", (g) => g.works.push(structuredClone(g.works[0])), "works.1", "is work 0 again"],
      [
        "with the same leaf twice",
        (g) => g.works[0].leaves.push(structuredClone(g.works[0].leaves[0])),
        "works.0.leaves.7",
        "is leaf 0 again",
      ],
      [
        "with more leaves in a work than one transaction admits",
        (g) => {
          const [leaf] = g.works[0].leaves;
          g.works[0].leaves = Array.from({ length: 26 }, (_, i) => ({ ...leaf, unitsPerItem: `${i + 1}` }));
        },
        "works.0.leaves",
        "has more than 25 leaves",
      ],
      [
        "with the same item twice",
        (g) => g.works[0].leaves[0].items.push(g.works[0].leaves[0].items[0]),
        "works.0.leaves.0.items.10",
        "is item 0 again",
      ],
      ["without any founding voice", (g) => (g.works = []), "works", "gives nobody a voice"],
      [
        "with work that mints above one epoch's cap",
        (g) => (g.mintCapPerEpoch = "1"),
        "works",
        "above the cap of one epoch",
      ],
      [
        "with a founder above the cap of one person",
        (g) => (g.works[0].leaves[0].unitsPerItem = "65000"),
        "works",
        "more of the founding voice than the cap of 15% counts",
      ],
      [
        "with founding work by an author who is no founder",
        (g) => (g.works[0].leaves[0].author = nobody),
        "works.0.leaves.0.author",
        "is no founding member",
      ],
      [
        "with leaves that add up to more units than a manifest holds",
        (g) => {
          g.kinds.Knowledge.maxUnitsPerItem = `${2n ** 64n - 1n}`;
          for (const leaf of g.works[0].leaves) leaf.unitsPerItem = `${2n ** 62n}`;
        },
        "works.0.leaves",
        "add up to more units than 64 bits hold",
      ],
      [
        "with a quorum below three times the cap",
        (g) => (g.governance.quorumPercent = 44),
        "governance.quorumPercent",
        "two people could decide alone",
      ],
      [
        "with a threshold of nothing",
        (g) => (g.governance.proposalThreshold = "0"),
        "governance.proposalThreshold",
        "anyone could propose anything",
      ],
      [
        "with a threshold that nobody reaches",
        (g) => (g.governance.proposalThreshold = `${10n ** 30n}`),
        "governance.proposalThreshold",
        "nobody could propose",
      ],
      [
        "with a challenge period shorter than a vote takes",
        (g) => (g.periods.challenge = g.periods.votingDelay + g.periods.votingPeriod + g.periods.timelock - 1),
        "periods.challenge",
        "is shorter than a vote takes",
      ],
      [
        "with less time to judge by vote than a vote takes",
        (g) => (g.review.decision = g.periods.votingDelay + g.periods.votingPeriod + g.periods.timelock - 1),
        "review.decision",
        "is shorter than a vote takes",
      ],
      ["with a panel of two", (g) => (g.review.panelSize = 2), "review.panelSize", ""],
      ["with a panel of eight", (g) => (g.review.panelSize = 8), "review.panelSize", ""],
      ["with a step of a review below a minute", (g) => (g.review.commit = 59), "review.commit", "is below 60 seconds"],
      ["with seeds that the chain forgets before the draw", (g) => (g.review.draw = 86_401), "review.draw", "is above"],
      [
        "with a reviewer who names a kind twice",
        (g) => (g.founders[2].reviews = ["Data", "Code", "Data"]),
        "founders.2.reviews.2",
        "is kind 0 again",
      ],
      ["with a reviewer of no known kind", (g) => (g.founders[2].reviews = ["Poems"]), "founders.2.reviews.0", ""],
    ];
    for (const [title, spoil, where, what] of rules) {
      it(title, () => {
        const lines = complaint(spoilt(spoil)).split("\n");
        const line = lines.find((each) => each.startsWith(`  ${where}: `) && each.includes(what));
        expect(line, lines.join("\n")).to.be.a("string");
      });
    }
  });

  describe("and the chain", () => {
    let connection: NetworkConnection;
    let sent: () => number;

    beforeEach(async () => {
      connection = (await network.create()) as NetworkConnection;
      sent = failAfter(connection, 0);
    });

    afterEach(async () => {
      await connection.close();
    });

    const refusal = async (genesis = loadGenesis(localGenesis)) => {
      const error = await deployCommons(connection, genesis).catch((thrown: unknown) => thrown);
      expect(sent()).to.equal(0);
      return error;
    };

    it("must belong together: nothing is sent to a chain it isn't meant for", async () => {
      const error = await refusal(
        parseGenesis(
          spoilt((g) => (g.chainIds = [1, 10])),
          "my.json",
        ),
      );
      expect(error).to.be.instanceOf(GenesisError);
      expect((error as Error).message).to.equal(
        'The genesis file "Commonmind on a local chain" is for chain 1, 10, and this is chain 31337. ' +
          "Choose another network with --network, or another file with --genesis: npm run init writes one for a network.",
      );
    });

    it("must have an account with funds to deploy from", async () => {
      const [deployer] = (await connection.provider.request({ method: "eth_accounts" })) as string[];
      await connection.provider.request({ method: "hardhat_setBalance", params: [deployer, "0x0"] });
      const error = await refusal();
      expect(error).to.be.instanceOf(DeployError);
      expect((error as Error).message).to.include("has no funds on chain 31337. Send it some of the native currency");
    });

    it("must have the code of every token", async () => {
      const token = getAddress(`0x${"12".repeat(20)}`);
      const error = await refusal({ ...loadGenesis(localGenesis), assets: [{ token, spendingCeiling: 1n }] });
      expect(error).to.be.instanceOf(DeployError);
      expect((error as Error).message).to.include(`${token}, among the assets of the genesis file, is no contract`);
    });

    // biome-ignore lint/suspicious/noExplicitAny: a genesis file before it is read
    const named: [string, (g: any, deployer: string) => unknown][] = [
      ["poster of gold", (g, deployer) => (g.gold = deployer)],
      ["issuer", (g, deployer) => g.issuers.push({ ...g.issuers[0], account: deployer })],
      ["founding member", (g, deployer) => g.founders.push({ ...g.founders[0], nullifier, account: deployer })],
    ];
    for (const [role, name] of named) {
      it(`must not deploy from an account that the file makes ${role}`, async () => {
        const [deployer = ""] = (await connection.provider.request({ method: "eth_accounts" })) as string[];
        const error = await refusal(
          parseGenesis(
            spoilt((g) => name(g, deployer)),
            "my.json",
          ),
        );
        expect(error).to.be.instanceOf(DeployError);
        expect((error as Error).message).to.include(
          `deploys and is named as ${role}, and a deployer ends with no power`,
        );
      });
    }
  });
});

const nullifier = keccak256(toHex("another person"));

const accounts = (count: number) => Array.from({ length: count }, (_, i) => `0x${`${i + 1}`.repeat(40).slice(0, 40)}`);

const swapCase = (address: string) =>
  `0x${[...address.slice(2)].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join("")}`;
