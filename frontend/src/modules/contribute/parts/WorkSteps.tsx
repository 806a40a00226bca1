"use client";

import { contributionRegistryAbi, hasOriginSeeds, reviewPanelAbi } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Hex } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import { phaseOf } from "../../../data/reviews.ts";
import { seatAt } from "../../../data/seats.ts";
import type { Ledger, Work } from "../../../data/types.ts";
import { dayAndTime } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";

type Step = {
  readonly key: string;
  readonly verb: "work" | "warn";
  readonly functionName: "draw" | "tally" | "expire" | "challenge" | "finalize";
  readonly on: "panel" | "registry";
  readonly label: string;
  readonly done: string;
  readonly words: string;
  /** Of a draw: when its seed was due, which has to be proved. */
  readonly seedAt?: number;
};

type StepsProps = { ledger: Ledger; work: Work; now: number; challenge: number | undefined };

/** The end of the time in which a panel is to be drawn, if it can be by now. */
function drawableUntil({ ledger, work, now }: StepsProps): number | undefined {
  const round = ledger.rounds.get(work.id)?.at(-1);
  return round && phaseOf(round, now) === "drawing" && now > round.seedAt ? round.drawUntil : undefined;
}

function stepsOf(props: StepsProps, seated: boolean, drawsHere: boolean): Step[] {
  const { ledger, work, now, challenge } = props;
  const round = ledger.rounds.get(work.id)?.at(-1);
  const steps: Step[] = [];
  if (round && drawsHere && drawableUntil(props) !== undefined) {
    steps.push({
      ...{ key: "draw", verb: "work", on: "panel", functionName: "draw", seedAt: round.seedAt },
      ...{ label: t("Have its panel drawn"), done: t("Drawn") },
      words: t(
        "Anyone may press this, until {drawUntil}. Nobody can choose who comes out: the chain’s own chance does.",
        { drawUntil: dayAndTime(round.drawUntil) },
      ),
    });
  }
  if (round && phaseOf(round, now) === "counting") {
    const drawn = round.drawnAt !== undefined;
    steps.push({
      ...{ key: "count", verb: "work", on: "panel", functionName: drawn ? "tally" : "expire" },
      label: drawn ? t("Have it counted") : t("Close the round"),
      done: drawn ? t("Counted") : t("Closed"),
      words: t("Anyone may press this: time is up, and the scores that were opened decide."),
    });
  }
  const judged = work.state === "accepted" || work.state === "rejected";
  const until = (work.scoredAt ?? 0) + (challenge ?? 0);
  const first = round?.number === 1 && round.closedAt !== undefined && !round.byVote;
  if (judged && challenge !== undefined && now <= until && first && seated) {
    steps.push({
      ...{ key: "challenge", verb: "warn", on: "panel", functionName: "challenge" },
      label: t("Have it judged again"),
      done: t("Challenged"),
      words: t(
        "A larger panel judges it anew, and its word stands. Until {until}; every member may do this once in 30 days, at no cost.",
        { until: dayAndTime(until) },
      ),
    });
  }
  if (work.state === "accepted" && challenge !== undefined && now > until) {
    steps.push({
      ...{ key: "final", verb: "work", on: "registry", functionName: "finalize" },
      label: t("Make it final"),
      done: t("Final"),
      words: t("Anyone may press this: nobody challenged the verdict in time."),
    });
  }
  return steps;
}

/** What can be done about a piece of work now, and by whom. Nothing, if there is nothing. */
export function WorkSteps(props: StepsProps) {
  const { address } = useWallet();
  const seat = seatAt(props.ledger, address);
  const chainId = useSource()?.config.deployment.chainId;
  // Above another chain a draw takes that one's blocks, which this page doesn't read.
  const drawsHere = chainId === undefined || !hasOriginSeeds(chainId);
  const drawnElsewhere = drawsHere ? undefined : drawableUntil(props);
  const steps = stepsOf(props, seat !== undefined && seat.graceEnds === undefined, drawsHere);
  if (steps.length === 0 && drawnElsewhere === undefined) return null;
  return (
    <>
      <Section id="steps" title={t("What can be done now")}>
        {drawnElsewhere !== undefined && (
          <p className="mt-5" style={{ maxWidth: "60ch" }}>
            {t(
              "Its panel is about to be drawn, by the program that keeps reviews going: until {drawUntil}. Nobody can choose who comes out.",
              { drawUntil: dayAndTime(drawnElsewhere) },
            )}
          </p>
        )}
        {steps.map((step) => (
          <div key={step.key} className="mt-5" style={{ maxWidth: 380 }}>
            <StepButton step={step} id={props.work.id} />
          </div>
        ))}
      </Section>
      <Note>{t("Nothing waits for somebody in particular: whatever is due, anyone can bring about.")}</Note>
    </>
  );
}

/** The proof of the block that a panel's seed comes from; none while it isn't needed, or not there yet. */
function useSeedProof(seedAt: number | undefined): Hex | undefined {
  const source = useSource();
  const { data } = useQuery({
    queryKey: ["seed", source?.config.deployment.chainHash, seedAt],
    enabled: source !== undefined && seedAt !== undefined,
    retry: true,
    retryDelay: 3_000,
    queryFn: async () => {
      const { seedProof } = await import("@commonmind/sdk");
      if (!source || seedAt === undefined) throw new Error(t("Nothing is to be drawn."));
      return (await seedProof({ client: source.client, time: BigInt(seedAt) })).proof;
    },
  });
  return data;
}

function StepButton({ step, id }: { step: Step; id: bigint }) {
  const contracts = useSource()?.config.deployment.contracts;
  const { on, functionName } = step;
  const proof = useSeedProof(step.seedAt);
  const calls = useMemo(
    (): Call[] =>
      contracts && (functionName !== "draw" || proof)
        ? [
            on === "panel"
              ? { address: contracts.reviewPanel, abi: reviewPanelAbi, functionName, args: proof ? [id, proof] : [id] }
              : { address: contracts.contributionRegistry, abi: contributionRegistryAbi, functionName, args: [id] },
          ]
        : [],
    [contracts, on, functionName, id, proof],
  );
  const action = useAction(`${functionName}:${id}`, calls);
  return (
    <ActionButton
      action={action}
      verb={step.verb}
      aside
      label={step.label}
      done={step.done}
      idle={t("Waiting for its block")}
    >
      {step.words}
    </ActionButton>
  );
}
