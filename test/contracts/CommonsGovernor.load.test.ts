// Many proposals and many voters: a vote costs what it cost with one and with few. `npm run bench:load` does the same with a
// thousand proposals and ten thousand voters.
import { commonsGovernorAbi } from "@commonmind/sdk";
import { expect } from "chai";
import { parseEther } from "viem";
import { BATCH, costOfSigned, costOfVote, everybodyVotes, gather, openProposals } from "../../bench/crowd.ts";
import { openStage } from "../../scripts/replay/stage.ts";

describe("CommonsGovernor under load", () => {
  it("takes a vote at the same gas with 1 and 50 open proposals and with 100 and 200 voters, but for the data's bytes", async () => {
    const votes: bigint[] = [];
    const signed: bigint[] = [];
    for (const count of [100, 200]) {
      const stage = await openStage();
      const crowd = await gather(stage, count);
      for (const [from, to] of [
        [0, 1],
        [1, 50],
      ] as const) {
        const id = await openProposals(crowd, from, to);
        votes.push((await costOfVote(crowd, id)).net);
        signed.push((await costOfSigned(crowd, id)).net);
        if (to !== 50) continue;
        const costs = await everybodyVotes(crowd, id);
        expect(costs).to.have.length(count / BATCH);
        signed.push(...costs.map(({ net }) => net));
        const governor = { address: crowd.governor, abi: commonsGovernorAbi, args: [id] } as const;
        const everybody = BigInt(count + 1);
        expect(await stage.client.readContract({ ...governor, functionName: "memberVotes" })).to.deep.equal([
          0n,
          everybody,
          0n,
        ]);
        expect(await stage.client.readContract({ ...governor, functionName: "proposalVotes" })).to.deep.equal([
          0n,
          everybody * parseEther("1"),
          0n,
        ]);
      }
      await stage.close();
    }
    expect(new Set(votes).size, votes.join(", ")).to.equal(1);
    expect(new Set(signed).size, signed.join(", ")).to.equal(1);
    expect(Number(signed[0])).to.be.lessThan(Number(votes[0]));
  });
});
