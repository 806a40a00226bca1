// `npm run bench:load`: what a vote costs with 1, 100 and 1,000 open proposals and with 100 and 10,000 voters, alone and as
// one of a hundred signed ballots in a transaction. Two runs give the same figures. COMMONMIND_LOAD=small is for a quick look.
import { commonsGovernorAbi } from "@commonmind/sdk";
import { Command } from "commander";
import { parseEther } from "viem";
import { runProgram, say } from "../scripts/lib/cli.ts";
import { timedProgress } from "../scripts/lib/progress.ts";
import { openStage } from "../scripts/replay/stage.ts";
import { BATCH, type Cost, costOfSigned, costOfVote, everybodyVotes, gather, openProposals } from "./crowd.ts";

const small = process.env.COMMONMIND_LOAD === "small";
const PROPOSALS = small ? [1, 10, 50] : [1, 100, 1_000];
const VOTERS = small ? [100, 200] : [100, 10_000];

const spread = (nets: readonly bigint[]) =>
  nets.reduce((a, b) => (a > b ? a : b)) - nets.reduce((a, b) => (a < b ? a : b));

async function measure(): Promise<void> {
  const { onProgress } = timedProgress();
  const lines: string[] = [];
  const show = (what: string, { gas, net }: Cost) =>
    lines.push(`${what.padEnd(72)}${gas.toLocaleString("en").padStart(9)}${net.toLocaleString("en").padStart(16)}`);
  const votes: bigint[] = [];
  const signed: bigint[] = [];

  for (const count of VOTERS) {
    const stage = await openStage();
    onProgress(`seating ${count.toLocaleString("en")} voters`);
    const crowd = await gather(stage, count);
    let opened = 0;
    let id = 0n;
    for (const proposals of PROPOSALS) {
      onProgress(`opening ${(proposals - opened).toLocaleString("en")} proposals`);
      id = await openProposals(crowd, opened, proposals);
      opened = proposals;
      const where = `${proposals.toLocaleString("en")} open proposals, ${count.toLocaleString("en")} voters`;
      const alone = await costOfVote(crowd, id);
      const batched = await costOfSigned(crowd, id);
      show(`vote: ${where}`, alone);
      show(`signed ballot, each of ${BATCH}: ${where}`, batched);
      votes.push(alone.net);
      signed.push(batched.net);
    }
    onProgress(`${count.toLocaleString("en")} people vote`);
    const costs = await everybodyVotes(crowd, id);
    signed.push(...costs.map(({ net }) => net));
    const [first, last] = [costs[0], costs.at(-1)];
    if (first) show(`signed ballot, first batch of ${costs.length}: ${count.toLocaleString("en")} voters`, first);
    if (last) show(`signed ballot, last batch of ${costs.length}: ${count.toLocaleString("en")} voters`, last);
    const governor = { address: crowd.governor, abi: commonsGovernorAbi } as const;
    const [, seats] = await stage.client.readContract({ ...governor, functionName: "memberVotes", args: [id] });
    const [, weight] = await stage.client.readContract({ ...governor, functionName: "proposalVotes", args: [id] });
    if (seats !== BigInt(count + 1)) throw new Error(`${seats} seats voted, not ${count + 1}.`);
    lines.push(
      `  counted: ${seats.toLocaleString("en")} seats, ${(weight / parseEther("1")).toLocaleString("en")} MIND`,
    );
    await stage.close();
  }

  process.stdout.write(`${"".padEnd(72)}      gas   without data\n${lines.join("\n")}\n`);
  say(
    `Largest difference without the data's bytes: ${spread(votes)} gas a vote, ${spread(signed)} gas a signed ballot.`,
  );
}

await runProgram(
  new Command("bench:load")
    .description(
      "Measures what a vote costs with many open proposals and many voters, alone and as one of a hundred signed ballots in a transaction. Takes many minutes.",
    )
    .addHelpText("after", "\nCOMMONMIND_LOAD=small npm run bench:load is a quick look, with few of both.")
    .action(measure),
);
