import type { Address } from "viem";
import { shortAddress } from "../../../format/format.ts";
import { type Message, msg, t } from "../../../i18n/i18n.ts";
import { Who } from "../../../ui/parts.tsx";
import type { Standing, standingsOf } from "./standing.ts";

const words: Readonly<Record<Exclude<Standing, "handed">, Message>> = {
  spare: msg("signed too: comes in if another is left out"),
  leftOut: msg("left out"),
  seatless: msg("signed, and holds no seat now: counts once they hold one"),
  unconfirmed: msg("signed, and their wallet doesn’t confirm it now: counts once it does"),
};

type SignersProps = {
  signers: ReturnType<typeof standingsOf>;
  you: Address | undefined;
  /** Of whoever hands it in. */
  onLeaveOut: ((cosigner: Address) => void) | undefined;
  onTakeIn: (cosigner: Address) => void;
};

/** Everyone who signed, those too whose signature doesn't go in. */
export function Signers({ signers, you, onLeaveOut, onTakeIn }: SignersProps) {
  if (signers.length === 0) return null;
  return (
    <ul className="ruled rows" data-testid="signers">
      {signers.map(({ cosigner, standing }) => (
        <li key={cosigner}>
          {standing === "handed" ? (
            <Who address={cosigner} you={you} />
          ) : (
            <span className="dim">
              <Who address={cosigner} you={you} /> {t(words[standing])}
            </span>
          )}
          {onLeaveOut && standing === "handed" && (
            <button
              type="button"
              className="quiet"
              aria-label={t("Leave out {account}", { account: shortAddress(cosigner) })}
              onClick={() => onLeaveOut(cosigner)}
            >
              {t("Leave out")}
            </button>
          )}
          {standing === "leftOut" && (
            <button
              type="button"
              className="quiet"
              aria-label={t("Take in again {account}", { account: shortAddress(cosigner) })}
              onClick={() => onTakeIn(cosigner)}
            >
              {t("Take in again")}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
