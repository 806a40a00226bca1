import type { ReactNode } from "react";
import type { Address } from "viem";
import type { ProposalState, Support, WorkState } from "../data/types.ts";
import { number, shortAddress } from "../format/format.ts";
import { type Message, msg, t } from "../i18n/i18n.ts";

/** Hairline ink where words will stand. Widths in percent. */
export function Dashes({
  widths = [62, 88, 41],
  label = t("Reading the chain"),
}: {
  widths?: readonly number[];
  label?: string;
}) {
  return (
    <div className="dashes" role="status" aria-label={label}>
      {widths.map((width, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: dashes have no other identity.
        <i key={i} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

/** A sentence in place: what is wrong, and what still holds. */
type OpeningProps = {
  /** Where the page is, as a link to what is above it. */
  crumb?: ReactNode;
  /** What it is about, where the server knew. */
  heading?: string | undefined;
  widths: readonly number[];
  trouble: string | undefined;
};

/** A page while what it is about is being read. */
export function Opening({ crumb, heading, widths, trouble }: OpeningProps) {
  return (
    <div className="block">
      {crumb && <p className="crumb">{crumb}</p>}
      {heading && <h1>{heading}</h1>}
      <Dashes widths={widths} />
      <Trouble words={trouble} />
    </div>
  );
}

export function Trouble({ words, block }: { words: string | undefined; block?: bigint | undefined }) {
  if (!words) return null;
  return (
    <p className="trouble" role="status">
      <b>{words}</b>{" "}
      {block === undefined
        ? t("We keep asking. Nothing of yours is lost: it lies on the chain, not on this page.")
        : t("You see block {block}, the last we have recorded. We keep asking.", { block: number(block) })}
    </p>
  );
}

export function Note({ children }: { children: ReactNode }) {
  return (
    <div role="note" className="note">
      {children}
    </div>
  );
}

export function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="block" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export type StampLook = { ink: "vote" | "work" | "pay" | "warn"; waiting: boolean; words: string };

export function Stamp({ look, tilt = false, flat = false }: { look: StampLook; tilt?: boolean; flat?: boolean }) {
  const classes = ["stamp", look.ink, look.waiting ? "wait" : "", tilt ? "tilt" : "", flat ? "flat" : ""];
  return <span className={classes.filter(Boolean).join(" ")}>{look.words}</span>;
}

type Look = Omit<StampLook, "words"> & { words: Message };
/** A look that was made before anybody read it. */
export const stampOf = ({ words, ...look }: Look): StampLook => ({ ...look, words: t(words) });

const proposalLooks: Readonly<Record<ProposalState, Look>> = {
  pending: { ink: "vote", waiting: true, words: msg("not open yet") },
  open: { ink: "vote", waiting: false, words: msg("voting is open") },
  passed: { ink: "vote", waiting: true, words: msg("passed") },
  defeated: { ink: "vote", waiting: false, words: msg("defeated") },
  waiting: { ink: "vote", waiting: true, words: msg("passed, waiting") },
  ready: { ink: "vote", waiting: true, words: msg("can be carried out") },
  "carried out": { ink: "vote", waiting: false, words: msg("carried out") },
  expired: { ink: "warn", waiting: false, words: msg("expired") },
  withdrawn: { ink: "warn", waiting: false, words: msg("stopped") },
};

export const proposalStamp = (state: ProposalState): StampLook => stampOf(proposalLooks[state]);

const workLooks: Readonly<Record<WorkState, Look>> = {
  submitted: { ink: "work", waiting: true, words: msg("submitted") },
  review: { ink: "work", waiting: true, words: msg("in review") },
  challenged: { ink: "warn", waiting: true, words: msg("challenged") },
  accepted: { ink: "work", waiting: true, words: msg("accepted") },
  rejected: { ink: "warn", waiting: false, words: msg("rejected") },
  final: { ink: "work", waiting: false, words: msg("final") },
};

export const workStamp = (state: WorkState): StampLook => stampOf(workLooks[state]);

export function Who({ address, you }: { address: Address; you?: Address | undefined }) {
  const yours = you?.toLowerCase() === address.toLowerCase();
  return (
    <span className="mono" title={address}>
      {shortAddress(address)}
      {yours ? <b> {t("you")}</b> : null}
    </span>
  );
}

/** Solid and checked, hatched and crossed, dotted: never by colour alone. */
export function SupportMark({ support }: { support: Support }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="var(--vote)" strokeWidth="2">
      {support === "for" && (
        <>
          <rect width="16" height="16" fill="var(--vote)" stroke="none" />
          <path d="M4 8.5l3 3 5-7" stroke="var(--on-verb)" />
        </>
      )}
      {support === "against" && <path d="M3 3l10 10M13 3L3 13" />}
      {support === "abstain" && <circle cx="8" cy="8" r="5.5" strokeDasharray="2 2" />}
    </svg>
  );
}
