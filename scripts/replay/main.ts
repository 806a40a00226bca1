// `npm run votes:replay`: recorded votes cast again on chain, with and without the cap, held against the file's own sums.
import { Command, InvalidArgumentError } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, say, userPath } from "../lib/cli.ts";
import { timedProgress } from "../lib/progress.ts";
import { planReplay } from "./plan.ts";
import { type DelegationRow, readDelegations, readVotes } from "./records.ts";
import { checkReplay } from "./reference.ts";
import { replayProposal } from "./replayProposal.ts";
import { type ProposalReport, replayTable } from "./report.ts";
import { openStage } from "./stage.ts";

/** The usual rules of docs/parameters.md. */
const USUAL_CAP_BPS = 500;
const USUAL_QUORUM = 20;

type ReplayOptions = OutputOptions & {
  votes: string;
  delegations?: string;
  cap: number;
  quorum?: number;
  seed: number;
};

async function replay(options: ReplayOptions, signal: AbortSignal): Promise<Result> {
  const { votes: votesFile, delegations: delegationsFile, cap: capBps, seed } = options;
  const { seconds, onProgress } = timedProgress();
  const votes = readVotes(userPath(votesFile), votesFile);
  const delegations: DelegationRow[] =
    delegationsFile === undefined ? [] : readDelegations(userPath(delegationsFile), delegationsFile);
  const plans = planReplay(votes, delegations, { capBps, file: votesFile });
  // At least three times the cap, as the governor demands.
  const quorumPercent = options.quorum ?? Math.max(USUAL_QUORUM, Math.ceil((3 * capBps) / 100));
  const rules = { capBps, quorumPercent };

  onProgress("deploying token, register of members and timelock");
  const stage = await openStage();
  const proposals: ProposalReport[] = [];
  try {
    for (const [i, plan] of plans.entries()) {
      signal.throwIfAborted();
      onProgress(
        `${plan.id} (${i + 1} of ${plans.length}): ${plan.ballots.length} ballots of ${plan.seated.length} members`,
      );
      const before = await stage.snapshot();
      proposals.push(await replayProposal(stage, plan, { rules, seed }));
      await stage.revert(before);
    }
  } finally {
    await stage.close();
  }
  const mismatches = checkReplay(votes, delegations, proposals);
  const unmoved = unmovedRows(
    votes.map(({ voter }) => voter),
    delegations,
  );
  for (const { id, ignored } of proposals) {
    for (const { line, reason } of ignored.slice(0, 20)) say(`${votesFile}:${line}: ${id}: ${reason}`);
    if (ignored.length > 20) say(`${id}: ... and ${ignored.length - 20} more rows that count nothing.`);
  }
  if (unmoved.length > 0)
    say(`${unmoved.length} delegations move nothing: their delegators have no weight in the record.`);
  const verdict =
    mismatches.length === 0
      ? `Every tally was summed again from the file: no difference. ${votes.length} rows, ${proposals.length} proposals, ${seconds()} s.`
      : `THE FILE'S SUMS DIFFER in ${mismatches.length} places:\n${mismatches
          .slice(0, 20)
          .map(({ key, message }) => `  ${key}: ${message}`)
          .join("\n")}`;
  return {
    json: {
      params: { ...rules, seed },
      proposals,
      delegations: { rows: delegations.length, ignored: unmoved },
      mismatches,
      timing: { seconds: seconds() },
    },
    text: `${replayTable(proposals)}\n\n${NOTE}\n${verdict}`,
    exitCode: mismatches.length === 0 ? 0 : 1,
  };
}

const NOTE =
  "Shares are of the supply at the snapshot. Uncapped: OpenZeppelin's own counting of the same token. --json has every digit.";

/** Delegations of weight that the record doesn't know, or to oneself. */
function unmovedRows(voters: readonly string[], delegations: readonly DelegationRow[]) {
  const known = new Set(voters.map((voter) => voter.toLowerCase()));
  return delegations.flatMap(({ row, line, delegator, delegate, weight }) => {
    if (delegator.toLowerCase() === delegate.toLowerCase()) return [{ row, line, reason: "to itself: nothing moves" }];
    if (weight !== null || known.has(delegator.toLowerCase())) return [];
    return [{ row, line, reason: "the delegator has no weight in the record" }];
  });
}

const program = new Command("votes:replay")
  .description(
    "Casts recorded votes again on a chain of its own: the voters get seats and the recorded weights, vote as the file says,\n" +
      "and the tallies are read from the chain, with and without the cap, per chamber. They are held against the file's sums.",
  )
  .requiredOption(
    "--votes <file>",
    "CSV: proposal,voter,support,weight[,acquired,chamber]; support 0 against, 1 for, 2 abstain",
  )
  .option(
    "--delegations <file>",
    "CSV: delegator,delegate[,weight]; without a weight, all that the record gives the delegator",
  )
  .option("--cap <bps>", "most of the supply that one person's voice counts, in 1/10,000", capOf, USUAL_CAP_BPS)
  .option("--quorum <percent>", "of the supply; default: 20, or three times the cap if that is more", quorumOf)
  .option("--seed <n>", "chooses the accounts; the same seed gives the same output", integer, 1)
  .option("--json", "one JSON object on stdout instead of a table")
  .option("--out <file>", "write the JSON object to a file")
  .addHelpText("after", "\nExample:\n  npm run votes:replay -- --votes data/votes/beanstalk_bip_votes.csv")
  .action((options: ReplayOptions) => runCommand(options, (signal) => replay(options, signal)));

function integer(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It takes a whole number of at most 15 digits.");
  return Number(text);
}

function capOf(text: string): number {
  const bps = integer(text);
  if (bps < 10 || bps > 1_666) throw new InvalidArgumentError("The governor takes a cap from 10 to 1666.");
  return bps;
}

function quorumOf(text: string): number {
  const percent = integer(text);
  if (percent < 1 || percent > 50) throw new InvalidArgumentError("The governor takes a quorum from 1 to 50.");
  return percent;
}

await runProgram(program);
