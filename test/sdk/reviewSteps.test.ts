// What the SDK has people sign and commit to, as the review panel takes it: every step, handed in by somebody else.
import {
  challengeTypedData,
  commitmentTypedData,
  enrolmentTypedData,
  goldCommitment,
  recusalTypedData,
  retirementTypedData,
  revealTypedData,
  reviewCommitment,
  reviewSalt,
} from "@commonmind/sdk";
import { expect } from "chai";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import type { Account, Hex } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { kinds, loadGenesis } from "../../deploy/genesis.ts";
import { Keeper } from "../../scripts/keeper/Keeper.ts";
import { type Chain, openChain } from "../../scripts/lib/chain.ts";
import { nonceOf, panelOf, reviewOf } from "../../scripts/lib/reviews.ts";
import { foundersBySeat, submit } from "../../scripts/story/afterwards.ts";
import { gatherCast } from "../../scripts/story/cast.ts";
import { localGenesis } from "../support/commons.ts";

type TypedData = Parameters<NonNullable<Account["signTypedData"]>>[0];

describe("Steps of a review, signed with the SDK", () => {
  const genesis = loadGenesis(localGenesis);
  const deadline = 2n ** 40n;
  let connection: NetworkConnection;
  let chain: Chain;
  let panel: ReturnType<typeof panelOf>;
  let reviewers: ReadonlyMap<bigint, Account>;
  let keeper: Keeper;
  let work: bigint;

  before(async () => {
    connection = (await network.create()) as NetworkConnection;
    const deployment = await deployCommons(connection, genesis);
    chain = await openChain(connection);
    panel = panelOf(deployment);
    const cast = await gatherCast(chain, deployment);
    reviewers = foundersBySeat(cast);
    keeper = new Keeper(chain, deployment);
    work = await submit(chain, deployment, cast.founders[2] as Account, 3, "Explanations");
  });
  after(() => connection.close());

  const reference = () => ({ chainId: chain.chainId, panel: panel.address });
  const signer = (seat: bigint) => reviewers.get(seat) as Account;
  const sign = (seat: bigint, data: TypedData) => signer(seat).signTypedData?.(data) as Promise<Hex>;
  const later = (seconds: number) => chain.wait(BigInt(seconds), "time passes");
  const sitting = async () =>
    (await chain.client.readContract({ ...panel, functionName: "panelAt", args: [work, 1n] }))[0];

  it("opt in and out of a pool", async () => {
    const [data, curation] = [kinds.indexOf("Data"), kinds.indexOf("Curation")];
    const account = signer(5n).address;
    const enrol = { ...reference(), account, kind: curation, nonce: nonceOf(0n, curation, "pool"), deadline };
    const joins = [account, curation, enrol.nonce, deadline, await sign(5n, enrolmentTypedData(enrol))] as const;
    await chain.send({ ...panel, functionName: "enrolBySig", args: joins });
    const retire = { ...reference(), account, kind: data, nonce: nonceOf(0n, data, "pool"), deadline };
    const leaves = [account, data, retire.nonce, deadline, await sign(5n, retirementTypedData(retire))] as const;
    await chain.send({ ...panel, functionName: "retireBySig", args: leaves });
    await chain.settled();
    const pool = (kind: number) => chain.client.readContract({ ...panel, functionName: "poolOf", args: [kind] });
    expect(await pool(curation)).to.deep.equal([1n, 0n]);
    expect(await pool(data)).to.deep.equal([7n, 1n]);
  });

  it("commit, reveal and step back", async () => {
    await later(genesis.review.seedDelay);
    await keeper.pass();
    const [aside, ...others] = await sitting();
    if (aside === undefined) throw new Error("The panel wasn't drawn.");
    const step = (seat: bigint, name: "commit" | "reveal" | "recuse") => ({
      ...reference(),
      account: signer(seat).address,
      contribution: work,
      nonce: nonceOf(work, 1, name),
      deadline,
    });
    const back = step(aside, "recuse");
    const signature = await sign(aside, recusalTypedData(back));
    const args = [back.account, work, back.nonce, deadline, signature] as const;
    await chain.send({ ...panel, functionName: "recuseBySig", args });

    const voices = others.map((seat, i) => ({ seat, score: 40 + i, salt: reviewSalt() }));
    for (const { seat, score, salt } of voices) {
      const commitment = reviewCommitment({ ...reference(), contribution: work, round: 1, seat, score, salt });
      const onChain = [work, 1n, seat, score, salt] as const;
      expect(await chain.client.readContract({ ...panel, functionName: "commitmentOf", args: onChain })).to.equal(
        commitment,
      );
      const sealed = { ...step(seat, "commit"), commitment };
      const by = await sign(seat, commitmentTypedData(sealed));
      const call = [sealed.account, work, commitment, sealed.nonce, deadline, by] as const;
      await chain.send({ ...panel, functionName: "commitBySig", args: call });
    }
    await later(genesis.review.draw + genesis.review.commit + 1);
    for (const { seat, score, salt } of voices) {
      const shown = { ...step(seat, "reveal"), score, salt };
      const by = await sign(seat, revealTypedData(shown));
      const call = [shown.account, work, score, salt, shown.nonce, deadline, by] as const;
      await chain.send({ ...panel, functionName: "revealBySig", args: call });
    }
    await later(genesis.review.reveal + 1);
    await keeper.pass();
    expect((await reviewOf(chain.client, panel, work)).stage).to.equal("Judged");
  });

  it("challenge a verdict", async () => {
    const account = signer(1n).address;
    const message = { ...reference(), account, contribution: work, nonce: nonceOf(work, 2, "challenge"), deadline };
    const signature = await sign(1n, challengeTypedData(message));
    const args = [account, work, message.nonce, deadline, signature] as const;
    await chain.send({ ...panel, functionName: "challengeBySig", args });
    await chain.settled();
    expect((await reviewOf(chain.client, panel, work)).round).to.equal(2);
  });

  it("commit to gold", async () => {
    const gold = { ...reference(), submitter: signer(1n).address, root: reviewSalt(), score: 12, salt: reviewSalt() };
    const args = [gold.submitter, gold.root, gold.score, gold.salt] as const;
    expect(await chain.client.readContract({ ...panel, functionName: "goldCommitment", args })).to.equal(
      goldCommitment(gold),
    );
  });
});
