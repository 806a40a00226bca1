import type { SeatState } from "../../../data/seats.ts";
import type { SeatPeriods } from "../../../data/types.ts";
import { t } from "../../../i18n/i18n.ts";
import { wait } from "./words.ts";

type HowToProps = { periods: SeatPeriods | undefined; state: SeatState | undefined };

/** How a person gets a seat, keeps it, or gets it back. In steps, for people who never saw a wallet. */
export function HowTo({ periods, state }: HowToProps) {
  return (
    <ol className="receipt steps">
      {stepsFor(state, periods).map((step, i) => (
        <li key={step}>
          <span>{i + 1}</span>
          <span>{step}</span>
          <span />
        </li>
      ))}
    </ol>
  );
}

function stepsFor(state: SeatState | undefined, periods: SeatPeriods | undefined): readonly string[] {
  const lapse = periods ? wait(periods.lapse) : t("a while");
  const grace = periods ? wait(periods.grace) : t("some more time");
  const rebind = periods ? wait(periods.rebind) : t("a while");
  const lost = t(
    "If you lose this wallet, ask them for a credential for a new one. The seat follows after {rebind}, in which the old wallet can stop it, and so does what it earned.",
    { rebind },
  );
  switch (state) {
    case undefined:
      return [
        t("Choose a wallet that you will keep. It needs no money."),
        t(
          "Go to somebody whom the members trust to know people: a club, a school, a registry. They check that you are one person, once, and sign a credential for your wallet. Your name never goes onto the chain.",
        ),
        t(
          "The credential is handed in, by you or by them. From that moment you have a seat: one vote among the members, and an equal part of the dividend.",
        ),
        t("Renew it when it runs out. If you lose the wallet, the seat and what it earned move with you to a new one."),
      ];
    case "active":
    case "due":
      return [
        t(
          "Before your seat runs out, go back to whoever vouched for you. They check that you are still you, and sign a new credential.",
        ),
        t(
          "If you are late, your seat goes on for {lapse}; then anyone may end it. What it earned is kept for you for {grace} more: renewing gives it back.",
          { lapse, grace },
        ),
        lost,
      ];
    case "lapsed":
      return [
        t(
          "Go back to whoever vouched for you. They check that you are still you, and sign a new credential for this wallet.",
        ),
        t(
          "It is handed in, by you or by them. From that moment the seat votes and earns again, and what was frozen can be collected.",
        ),
        t("What came in while it was lapsed belongs to the others: the seat earns nothing for that time."),
        lost,
      ];
    case "ended":
      return [
        t("Go back to whoever vouched for you. They check that you are still you, and sign a new credential."),
        t("It is handed in, by you or by them. The seat begins anew: it votes, and shares what comes in from then on."),
        lost,
      ];
  }
}
