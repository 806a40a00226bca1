"use client";

import { ballotParams, commonsGovernorAbi } from "@commonmind/sdk";
import { useEffect, useMemo, useState } from "react";
import type { Address } from "viem";
import type { Call } from "../../../action/call.ts";
import { type Action, useAction } from "../../../action/useAction.ts";
import { useChainNow, useSource } from "../../../data/ledger.tsx";
import { isLastExtension, isOpen } from "../../../data/questions.ts";
import { type Ballot, type Proposal, supports } from "../../../data/types.ts";
import { useWallet } from "../../../wallet/useWallet.ts";
import { type Standing, useStanding } from "./useStanding.ts";
import type { Choice } from "./words.ts";

const STILL = new Set(["connect", "switch", "idle", "checking", "ready", "refused", "rejected", "reverted"]);

export type Slip = {
  readonly action: Action;
  readonly choice: Choice | undefined;
  choose(choice: Choice | undefined): void;
  /** The ballot in the box. */
  readonly given: Ballot | undefined;
  readonly standing: Standing | undefined;
  /** Has neither a seat nor a voice in this vote. */
  readonly none: boolean;
  /** Something can be chosen. */
  readonly isOpen: boolean;
  /** A transaction is on its way, or has just been recorded. */
  readonly moving: boolean;
  readonly canReplace: boolean;
  /** Takes the ballot in the box as the beginning of another one. */
  replace(): void;
};

export function useSlip(proposal: Proposal): Slip {
  const source = useSource();
  const { address } = useWallet();
  const now = useChainNow();
  const standing = useStanding(address, proposal);
  const [choice, setChoice] = useState<Choice>();
  const [replacing, setReplacing] = useState(false);
  const governor = source?.config.deployment.contracts.commonsGovernor;
  const open = now !== undefined && isOpen(proposal, now);
  const given = proposal.ballots.find(({ voter }) => voter.toLowerCase() === address?.toLowerCase());
  // A seat is what counts: without one a voice has to be delegated to somebody who has one.
  const none = standing !== undefined && !standing.member;
  const calls = useMemo(
    () => (choice && governor && open && !none ? [castCall(governor, proposal, choice)] : []),
    [choice, governor, open, none, proposal],
  );
  const action = useAction(`vote:${proposal.id}`, calls);
  const moving = !STILL.has(action.state.name);
  // Another account's slip is blank.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the account is what it is about.
  useEffect(() => {
    setChoice(undefined);
    setReplacing(false);
  }, [address]);
  const canReplace = given !== undefined && open && !isLastExtension(proposal);
  return {
    action,
    choice,
    choose: setChoice,
    given,
    standing,
    none,
    isOpen: open && !moving && (given === undefined || replacing),
    moving,
    canReplace,
    replace: () => {
      action.reset();
      setReplacing(true);
      setChoice(given && { support: given.support, options: given.options });
    },
  };
}

function castCall(governor: Address, { id, options }: Proposal, choice: Choice): Call {
  const cast = { address: governor, abi: commonsGovernorAbi } as const;
  const support = supports.indexOf(choice.support);
  if (options.length === 0 || choice.support !== "for") {
    return { ...cast, functionName: "castVote", args: [id, support] };
  }
  const args = [id, support, "", ballotParams(choice.options)] as const;
  return { ...cast, functionName: "castVoteWithReasonAndParams", args };
}
