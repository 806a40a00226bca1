import type { SeatPeriods } from "../../../data/types.ts";
import { wait } from "./words.ts";

type HowToProps = { periods: SeatPeriods | undefined; seated: boolean };

/** How a person gets a seat; for somebody who has one, how it is kept. In steps, for people who never saw a wallet. */
export function HowTo({ periods, seated }: HowToProps) {
  const lapse = periods ? wait(periods.lapse) : "a while";
  const grace = periods ? wait(periods.grace) : "some more time";
  const rebind = periods ? wait(periods.rebind) : "a while";
  const steps = seated
    ? [
        "Before your seat runs out, go back to whoever vouched for you. They check that you are still you, and sign a new credential.",
        `If you are late, your seat goes on for ${lapse}; then anyone may end it. What it earned is kept for you for ${grace} more: renewing gives it back.`,
        `If you lose this wallet, ask them for a credential for a new one. The seat follows after ${rebind}, in which the old wallet can stop it, and so does what it earned.`,
      ]
    : [
        "Choose a wallet that you will keep. It needs no money.",
        "Go to somebody whom the members trust to know people: a club, a school, a registry. They check that you are one person, once, and sign a credential for your wallet. Your name never goes onto the chain.",
        "The credential is handed in, by you or by them. From that moment you have a seat: one vote among the members, and an equal part of the dividend.",
        "Renew it when it runs out. If you lose the wallet, the seat and what it earned move with you to a new one.",
      ];
  return (
    <ol className="receipt steps">
      {steps.map((step, i) => (
        <li key={step}>
          <span>{i + 1}</span>
          <span>{step}</span>
          <span />
        </li>
      ))}
    </ol>
  );
}
