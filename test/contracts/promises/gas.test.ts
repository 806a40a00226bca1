// X1: no call's cost grows with the number of people, and the worst call stays below 5 M gas.
import { expect } from "chai";
import { AbiCoder, type BaseContract } from "ethers";
import {
  ASSISTANT,
  addressOf,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  outsider,
  tillOf,
} from "../../support/commons.ts";
import { collectDividend, collectLeaf, earn, listedToken, pay } from "../../support/money.ts";
import { freshReviews } from "../../support/panel.ts";
import { moveSeat } from "../../support/seats.ts";
import { claimLeaf, claimLeaves, finalWork, publish, withdrawLeaf } from "../../support/work.ts";
import { duplicates } from "../../support/worst/duplicates.ts";
import { collector, dividend, rewards, till, treasury } from "../../support/worst/money.ts";
import { members, seatMany, token } from "../../support/worst/people.ts";
import { reviews } from "../../support/worst/reviews.ts";
import { changing, gasOf, receives, type Table } from "../../support/worst/table.ts";
import { contributions, governor, modelRegistry } from "../../support/worst/work.ts";

const WORST = 5_000_000n;

describe("X1 what a call can cost", () => {
  type Find = (commons: Commons) => BaseContract | Promise<BaseContract>;
  /** `fresh`: what its calls begin from. */
  const tables: [name: string, table: Table, find: Find, fresh?: () => Promise<Commons>][] = [
    ["MemberRegistry", members, ({ members }) => members],
    ["ContributionToken", token, ({ token }) => token],
    ["ContributionRegistry", contributions, ({ contributions }) => contributions],
    ["Duplicates", duplicates, ({ duplicates }) => duplicates],
    ["ReviewPanel", reviews, ({ reviews }) => reviews, freshReviews],
    ["ModelRegistry", modelRegistry, ({ models }) => models],
    [
      "ModelTill",
      till,
      async (commons) => {
        await commons.models.openTill(ASSISTANT);
        return ethers.getContractAt("ModelTill", tillOf(commons, ASSISTANT)) as unknown as Promise<BaseContract>;
      },
    ],
    ["Treasury", treasury, ({ treasury }) => treasury],
    ["ContributorRewards", rewards, ({ rewards }) => rewards],
    ["UniversalDividend", dividend, ({ dividend }) => dividend],
    ["Collector", collector, ({ collector }) => collector],
    ["CommonsGovernor", governor, ({ governor }) => governor],
  ];

  for (const [name, table, find, fresh = freshCommons] of tables) {
    it(`X1 knows every call of ${name} that changes something`, async () => {
      const contract = await find(await fresh());
      const calls = changing(contract).map((fragment) => fragment.format("sighash"));
      if (receives(contract)) calls.push("receive()");
      expect(Object.keys(table).sort()).to.deep.equal(calls.sort());
    });

    for (const [call, worst] of Object.entries(table)) {
      const [title] = call.split("(");
      if (worst === "never") {
        it(`X1 ${name}.${title} is refused whoever calls`, async () => {
          const commons = await fresh();
          const contract = await find(commons);
          const fragment = changing(contract).find((each) => each.format("sighash") === call);
          const inputs = fragment?.inputs ?? [];
          const args = AbiCoder.defaultAbiCoder().getDefaultValue(inputs);
          const data = fragment ? contract.interface.encodeFunctionData(fragment, args) : "0x";
          for (const caller of [outsider(commons, 0), founder(commons, 1), commons.curator]) {
            const call = caller.sendTransaction({ to: contract, data, value: fragment ? 0n : 1n });
            await expect(call).to.be.revert(ethers);
          }
        });
      } else {
        it(`X1 ${name}.${title} stays below the bound at its worst`, async () => {
          const gas = await gasOf(await worst(await fresh()));
          expect(gas <= WORST, `${gas} gas`).to.equal(true);
        });
      }
    }
  }

  describe("doesn't grow with the number of people", () => {
    /** The same calls in a co-op of few and in one of many: contributors of the work, and members. */
    const costs = async (people: number): Promise<Record<string, bigint>> => {
      const fresh = await freshCommons();
      await seatMany(fresh, people);
      const asset = await listedToken(fresh);
      const authors = Array.from({ length: people }, (_, i) => ({ author: outsider(fresh, i % 10) }));
      const work = await finalWork(fresh, authors);
      await claimLeaves(fresh, work);
      const late = await finalWork(fresh, [{ author: outsider(fresh, 0) }, { author: outsider(fresh, 1) }]);
      await publish(fresh);
      for (const each of [NATIVE, await addressOf(asset)]) {
        await earn(fresh, 1_000_000_000n, each);
        await collectLeaf(fresh, work, 0, each);
        await collectDividend(fresh, 1n, each);
        await earn(fresh, 1_000_000_000n, each);
        await pay(fresh, 1_000_000_000n, each);
      }
      const { treasury, members } = fresh;
      const gas: Record<string, bigint> = {};
      const measure = async (name: string, sending: Promise<Parameters<typeof gasOf>[0]>) => {
        gas[name] = await gasOf(await sending);
      };
      await measure("settle native", treasury.settle(ASSISTANT, NATIVE));
      await measure("settle token", treasury.settle(ASSISTANT, asset));
      await measure("claim native", collectLeaf(fresh, work, 0, NATIVE));
      await measure("claim token", collectLeaf(fresh, work, 0, asset));
      await measure("dividend native", collectDividend(fresh, 1n, NATIVE));
      await measure("dividend token", collectDividend(fresh, 1n, asset));
      await measure("claim a leaf", claimLeaf(fresh, late, 0));
      await measure("withdraw a leaf", withdrawLeaf(fresh, late, 1, outsider(fresh, 1)));
      await measure("publish", publish(fresh));
      const { nullifier } = fresh.genesis.founders[1] ?? {};
      await measure("move a seat", moveSeat(fresh, founder(fresh, 2), outsider(fresh, 9), nullifier));
      await measure("sponsor", members.connect(founder(fresh, 1)).sponsor(outsider(fresh, 8)));
      return gas;
    };

    it("X1 costs for three people and for sixty are the same, up to the length of a number", async () => {
      const [few, many] = [await costs(3), await costs(60)];
      for (const [name, gas] of Object.entries(many)) {
        const grown = gas - (few[name] ?? 0n);
        expect(grown < 3_000n && grown > -3_000n, `${name}: ${few[name]} for three, ${gas} for sixty`).to.equal(true);
      }
      expect(Object.keys(many).length).to.equal(11);
    });
  });
});
