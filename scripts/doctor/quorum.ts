// Can a vote reach anything? The largest turnout there could be now: every voice cast, none above what counts of it.
import { commonsGovernorAbi, contributionTokenAbi, memberRegistryAbi } from "@commonmind/sdk";
import type { Address } from "viem";
import { each } from "../lib/each.ts";
import type { Examination } from "./examination.ts";

/** Base units of MIND, and seats. */
export type Quorum = {
  supply: bigint;
  /** Most that counts of one person's voice. */
  cap: bigint;
  /** What has to vote for or abstain. */
  needed: bigint;
  /** What would count if everyone voted. */
  reachable: bigint;
  seats: number;
  /** Seats that have to vote on a constitutional proposal. */
  seatsNeeded: number;
};

/** Fewest seats that assent, however few there are. */
const MIN_SEATS = 3;

export async function checkQuorum(examination: Examination): Promise<Quorum | undefined> {
  const { time } = examination;
  const governor = "commonsGovernor";
  const token = { abi: contributionTokenAbi };
  const supply = await examination.read("contributionToken", { ...token, functionName: "totalSupply" });
  const rules = await examination.read(governor, {
    abi: commonsGovernorAbi,
    functionName: "chamberRules",
    args: [time],
  });
  const percent = await examination.read(governor, {
    abi: commonsGovernorAbi,
    functionName: "quorumNumerator",
    args: [time],
  });
  const members = { abi: memberRegistryAbi };
  const seats = await examination.read("memberRegistry", {
    ...members,
    functionName: "getPastTotalSupply",
    args: [time - 1n],
  });
  if (supply === undefined || rules === undefined || percent === undefined || seats === undefined) return undefined;

  const voices = new Map<Address, bigint>();
  for (const { args } of await examination.logs("contributionToken", contributionTokenAbi, ["DelegateVotesChanged"])) {
    voices.set(args.delegate, args.newVotes);
  }
  const cap = (supply * BigInt(rules.capBps)) / 10_000n;
  const unseatedCap = (supply * BigInt(rules.unseatedCapBps)) / 10_000n;
  let reachable = 0n;
  await each(
    [...voices].filter(([, votes]) => votes > 0n),
    async ([account, votes]) => {
      const seat = await examination.read("memberRegistry", { ...members, functionName: "seatOf", args: [account] });
      const most = seat ? cap : unseatedCap;
      reachable += votes < most ? votes : most;
    },
  );

  const needed = (supply * percent) / 100n;
  const share = Math.ceil((Number(seats) * rules.turnoutBps) / 10_000);
  const seatsNeeded = share > MIN_SEATS ? share : MIN_SEATS;
  if (reachable < needed || supply === 0n) {
    examination.report(
      "quorum",
      `No vote can pass: if everyone voted, ${reachable} base units of MIND would count, and the quorum is ${needed}.`,
      { contract: governor, expected: `at least ${needed}`, actual: `${reachable}` },
    );
  }
  if (Number(seats) < seatsNeeded) {
    examination.report(
      "quorum",
      `No constitutional vote can pass: it needs ${seatsNeeded} members, and there are ${seats}.`,
      {
        contract: governor,
        expected: `at least ${seatsNeeded}`,
        actual: `${seats}`,
      },
    );
  }
  return { supply, cap, needed, reachable, seats: Number(seats), seatsNeeded };
}
