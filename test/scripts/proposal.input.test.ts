// What may stand in a file of `npm run proposal`, and what is said of what may not: by its place.
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { getAddress } from "viem";
import { type Coop, coopOf } from "../../scripts/proposal/coop.ts";
import { draftOf } from "../../scripts/proposal/draft.ts";
import { parseSource } from "../../scripts/proposal/source.ts";
import { connection, freshCommons } from "../support/commons.ts";

const recipient = getAddress("0x00000000000000000000000000000000000a11ce");

describe("A file of npm run proposal", () => {
  let coop: Coop;
  before(async () => {
    const { deployment } = await freshCommons();
    coop = await coopOf(connection as NetworkConnection, deployment);
  });

  describe("refuses bad input, and says where it stands", () => {
    const action = (text: string) => `title: A title\nactions:\n  - ${text}\n`;
    const spend = (args: string) => action(`{ contract: treasury, function: spend, args: ${args} }`);
    const option = (text: string) => `  - title: One\n    actions:\n      - ${text}\n`;
    const grant = `{ contract: treasury, function: spend, args: [ETH, "${recipient}", 1] }`;

    const cases: [what: string, text: string, place: string, why: string][] = [
      [
        "an unknown function",
        action("{ contract: treasury, function: spent }"),
        "p.yml:3:37, actions[0].function",
        "doesn't have",
      ],
      ["a view", action("{ contract: treasury, function: split }"), "p.yml:3:37", "only reads"],
      [
        "an unknown contract",
        action("{ contract: bank, function: spend }"),
        "p.yml:3:17",
        "must be one of accessManager",
      ],
      ["a wrong address", spend('[ETH, "0x12", 1]'), "p.yml:3:56, actions[0].args[1]", "must be an address"],
      ["a missing argument", spend("{ asset: ETH, amount: 1 }"), "p.yml:3:50", "lacks to (address)"],
      [
        "an unknown argument",
        spend(`{ asset: ETH, whom: "${recipient}", amount: 1 }`),
        "p.yml:3:",
        "is none of asset, to, amount",
      ],
      ["too few arguments", spend("[ETH]"), "p.yml:3:50", "takes 3"],
      [
        "an amount in another asset",
        spend(`[ETH, "${recipient}", 1 MIND]`),
        "actions[0].args[2]",
        "the asset beside it is ETH",
      ],
      [
        "an amount without a known unit",
        spend(`[ETH, "${recipient}", 1 DOGE]`),
        "actions[0].args[2]",
        "amount with its unit",
      ],
      ["a time as an amount", spend(`[ETH, "${recipient}", 2 days]`), "actions[0].args[2]", "amount with its unit"],
      [
        "too many digits",
        spend(`[ETH, "${recipient}", 0.1234567890123456789 ETH]`),
        "actions[0].args[2]",
        "18 decimals",
      ],
      [
        "a number that doesn't fit",
        action("{ contract: modelRegistry, function: setJoinBound, args: [4294967296] }"),
        "actions[0].args[0]",
        "uint32 holds 0 to 4294967295",
      ],
      [
        "a percentage that is none",
        action("{ contract: commonsGovernor, function: updateQuorumNumerator, args: [45%] }"),
        "actions[0].args[0]",
        "isn't a share",
      ],
      [
        "money for what takes none",
        action(`{ contract: treasury, function: spend, value: 1 ETH, args: [ETH, "${recipient}", 1] }`),
        "actions[0].value",
        "takes no money",
      ],
      [
        "a constitutional option",
        `title: T\noptions:\n${option(grant)}${option("{ contract: treasury, function: setCeiling, args: [ETH, 1] }")}`,
        "p.yml:8:9, options[1].actions[0]",
        "constitutional",
      ],
      ["too many options", `title: T\noptions:\n${option(grant).repeat(16)}`, "p.yml:48:5, options[15]", "at most 15"],
      [
        "an option that does nothing",
        "title: T\noptions:\n  - title: One\n    actions: []\n",
        "p.yml:4:14, options[0].actions",
        "at least one action",
      ],
      ["neither actions nor options", "title: T\n", "p.yml:1:1", "either actions or options"],
      ["an unknown key", "title: T\nactoins: []\n", "p.yml:1:1", "actoins"],
      ["no YAML", "title: [\n", "p.yml:2:1", ""],
      [
        "a text that ends as a ballot's",
        `title: T\ntext: "#options=1"\nactions:\n  - ${grant}\n`,
        "#options=",
        "direction ballot",
      ],
    ];
    for (const [what, text, place, why] of cases) {
      it(what, async () => {
        const refusal = await (async () => draftOf(parseSource(text, "p.yml"), coop))().then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(refusal).to.be.instanceOf(Error);
        expect(String(refusal)).to.include(place).and.to.include(why);
        expect(refusal).to.have.property("code");
      });
    }
  });
});
