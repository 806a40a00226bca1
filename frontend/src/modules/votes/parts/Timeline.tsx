import type { Proposal, ProposalState } from "../../../data/types.ts";
import { shortDay, shortDayAndTime } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";

/** From asking to carrying out, with how far time has come. */
export function Timeline({ proposal, state, now }: { proposal: Proposal; state: ProposalState; now: number }) {
  const failed = state === "defeated" || state === "withdrawn";
  const steps = [
    { time: proposal.askedAt, text: t("Asked") },
    { time: proposal.start, text: t("Voting opens, voice counted as of this moment") },
    { time: proposal.end, text: t("Voting closes") },
    ...(failed
      ? []
      : [
          proposal.executedAt
            ? { time: proposal.executedAt, text: t("Carried out") }
            : {
                time: proposal.eta,
                text: proposal.eta ? t("Can be carried out") : t("Then queued, and carried out after the wait"),
              },
        ]),
  ];
  return (
    <ol className="line">
      {steps.map(({ time, text }, i) => {
        const next = steps[i + 1]?.time;
        const past = time !== undefined && time <= now;
        const during = past && next !== undefined && next > now;
        const done = during ? `${((now - (time ?? 0)) / (next - (time ?? 0))) * 100}%` : "0%";
        const label = past ? (during || next === undefined ? "during" : "past") : "";
        return (
          <li key={text} className={label} style={{ ["--done" as string]: done }}>
            <b>{time === undefined ? t("If it passes") : i >= 1 && i <= 3 ? shortDayAndTime(time) : shortDay(time)}</b>
            {text}
          </li>
        );
      })}
    </ol>
  );
}
