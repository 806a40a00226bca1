// A petition on a chain: what the page counts, the governor takes, and nobody can ask it before those who gather for it.
import { restrictProposer } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, concat, custom, encodeAbiParameters, type Hex, pad } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { createReadClient } from "../../frontend/src/data/readClient.ts";
import { validOf } from "../../frontend/src/modules/votes/together/checking.ts";
import {
  argumentsOf,
  type Cosignature,
  counting,
  type Petition,
  proposalOf,
  typedDataOf,
} from "../../frontend/src/modules/votes/together/petition.ts";
import {
  type Commons,
  founder,
  freshCommons,
  networkHelpers,
  outsider,
  provider,
  type Signer,
} from "../support/commons.ts";
import { action } from "../support/votes.ts";

const MAGIC: Hex = `0x1626ba7e${"0".repeat(56)}`;
const ERC_6492: Hex = `0x${"6492".repeat(16)}`;
/** A wallet that says yes to everybody... */
const YES_TO_ALL = concat(["0x7f", MAGIC, "0x5f5260205ff3"]);
/** ...and one that says it to everybody but `who`. */
const NO_TO = (who: Address) => concat(["0x3373", who, "0x14604157", YES_TO_ALL, "0x5b5f5ffd"]);
const keyOf = (addressIndex: number) =>
  mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex });

describe("A petition on a chain", () => {
  let commons: Commons;
  let newcomer: Signer;
  let petition: Petition;
  const client = createReadClient({ transport: custom({ request: (asked: never) => provider.request(asked) }) });

  beforeEach(async () => {
    commons = await freshCommons();
    newcomer = outsider(commons, 0);
    const { target, data } = await action(commons.models, "register", ["Translator", "", []]);
    const proposer = newcomer.address as Address;
    petition = {
      ...{ chainId: 31337, governor: commons.deployment.contracts.commonsGovernor, proposer },
      ...{ deadline: 4_000_000_000, text: restrictProposer("# A translator", proposer) },
      actions: [{ target: target as Address, value: 0n, data: data as Hex }],
      ...{ callsPerOption: [], cosignatures: [] },
    };
  });

  const signed = async (seat: number): Promise<Cosignature> => {
    const key = keyOf(seat);
    expect(key.address).to.equal(founder(commons, seat).address);
    return { cosigner: key.address, signature: await key.signTypedData(typedDataOf(petition)) };
  };
  const valid = (signatures: readonly Cosignature[]) => {
    const seatOf = new Map(commons.founders.map(({ address }, i) => [address.toLowerCase(), BigInt(i + 1)]));
    return validOf(client, seatOf, petition, signatures);
  };
  const handIn = (cosignatures: readonly Cosignature[]) =>
    commons.governor
      .connect(newcomer)
      .proposeBallot(...(argumentsOf({ ...petition, cosignatures }) as unknown as Parameters<Asked>));
  type Asked = Commons["governor"]["proposeBallot"];
  const becomes = (seat: number, code: Hex) => networkHelpers.setCode(founder(commons, seat).address, code);

  it("counts exactly the signatures that the governor takes", async () => {
    await becomes(4, YES_TO_ALL);
    await becomes(5, NO_TO(petition.governor));
    await becomes(6, NO_TO(newcomer.address as Address));
    const wrapped = async (seat: number) => {
      const { cosigner, signature } = await signed(seat);
      const parts = [{ type: "address" }, { type: "bytes" }, { type: "bytes" }] as const;
      const inner = encodeAbiParameters(parts, [pad("0x1", { size: 20 }), "0x", signature]);
      return { cosigner, signature: concat([inner, ERC_6492]) };
    };
    const first = await signed(1);
    const early = {
      ...first,
      signature: `${first.signature.slice(0, -2)}${first.signature.endsWith("1b") ? "00" : "01"}`,
    };
    const tried: [Cosignature, counts: boolean][] = [
      [await signed(2), true],
      [await signed(3), true],
      [await wrapped(7), false],
      [{ ...(await signed(7)), signature: `0x${"8010".repeat(16)}` }, false],
      [await signed(4), true],
      [await signed(5), false],
      [await signed(6), true],
    ];
    const before = await networkHelpers.takeSnapshot();
    for (const [one, counts] of tried) {
      expect(await valid([one]), `of ${one.cosigner}`).to.have.lengthOf(counts ? 1 : 0);
      const others = [await signed(1), await signed(2), await signed(3)].filter((it) => it.cosigner !== one.cosigner);
      const handing = handIn([...others, one]);
      const { governor } = commons;
      if (counts) await expect(handing).to.emit(governor, "ProposalCreated");
      else await expect(handing).to.be.revertedWithCustomError(governor, "CosignatureInvalid").withArgs(one.cosigner);
      await before.restore();
    }
    const [usual] = await valid([early as Cosignature]);
    expect(usual).to.deep.equal({ ...first, plain: true });
    const counted = counting(await valid([early as Cosignature, ...tried.map(([one]) => one)]), 3);
    expect(counted.every(({ plain }) => plain)).to.equal(true);
    await expect(handIn(counted)).to.emit(commons.governor, "ProposalCreated");
  });

  it("can't be asked first by somebody else, to withdraw it for good", async () => {
    const three = await Promise.all([1, 2, 3].map(signed));
    const { governor } = commons;
    const rival = governor.connect(founder(commons, 7));
    const [{ target, value, data }] = petition.actions as [Petition["actions"][0]];
    for (const asking of [
      rival.propose([target], [value], [data], petition.text),
      rival.proposeBallot([target], [value], [data], [], petition.text, 0n, [], []),
      rival.proposeBallot([target], [value], [data], [1n], petition.text, 0n, [], []),
    ])
      await expect(asking).to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer");
    await rival.propose([target], [value], [data], "# A translator");
    await expect(handIn(await valid(three)))
      .to.emit(governor, "ProposalClassified")
      .withArgs(proposalOf(petition), false, true, 0n);
  });
});
