import type { Proposal, ProposalState, Support, Tally } from "../../../data/types.ts";
import { number, share, tokens } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { SupportMark } from "../../../ui/parts.tsx";
import { supportWords } from "../../../ui/supportWords.ts";
import { holdersWords, membersWords } from "./words.ts";

/** In the order in which people expect them. */
export const order = ["for", "against", "abstain"] as const satisfies readonly Support[];

type ChambersProps = { proposal: Proposal; tally: Tally; state: ProposalState };

/** Both chambers: how much of each spoke, and how much had to. */
export function Chambers({ proposal, tally, state }: ChambersProps) {
  const { constitutional } = proposal;
  const { members, seatsNeeded } = tally;
  return (
    <div className="chambers">
      <div>
        <h3>{t("Holders decide")}</h3>
        <p className="small dim">
          {t("Voice is earned by accepted work. No person counts for more than {cap} of it.", {
            cap: share(tally.cap, tally.supply),
          })}
        </p>
        <HoldersGauge tally={tally} />
        <p className="small">{holdersWords(proposal, tally, state)}</p>
      </div>
      <div>
        <h3>{constitutional ? t("Members must assent") : t("Members can stop it")}</h3>
        <p className="small dim">
          {rich("One person, one vote. {constitutional}", {
            constitutional: constitutional
              ? t("At least {seatsNeeded} of {seats} seats vote, and more for than against.", {
                  seatsNeeded: number(seatsNeeded),
                  seats: number(members.seats),
                })
              : t("A veto needs {seatsNeeded} of {seats} seats, and more against than for.", {
                  seatsNeeded: number(seatsNeeded),
                  seats: number(members.seats),
                }),
          })}
        </p>
        <MembersGauge proposal={proposal} tally={tally} />
        <p className="key">
          {order.map((support) => (
            <span key={support}>
              <SupportMark support={support} />
              {number(members[support])} {t(supportWords[support]).toLowerCase()}
            </span>
          ))}
        </p>
        <p className="small mt-2">{membersWords(proposal, tally, state)}</p>
      </div>
    </div>
  );
}

type Part = { support: Support; part: number };

/** Inks one after the other, from the left, in percent of the whole. */
function Poured({ parts }: { parts: readonly Part[] }) {
  let left = 0;
  return parts.map(({ support, part }) => {
    const at = left;
    left += part;
    return part > 0 ? (
      <i key={support} className={`ink-${support}`} style={{ left: `${at}%`, width: `${part}%` }} />
    ) : null;
  });
}

/** Near which side of the gauge a label would run out of it. */
const leaning = (percent: number) => (percent < 14 ? " start" : percent > 86 ? " end" : "");

function HoldersGauge({ tally }: { tally: Tally }) {
  const cast = tally.for + tally.against + tally.abstain;
  const percent = (part: bigint) => (tally.supply === 0n ? 0 : Number((part * 100_000n) / tally.supply) / 1_000);
  const [quorum, voted, cap] = [percent(tally.quorum), percent(cast), percent(tally.cap)];
  return (
    <div
      className="pour gauge"
      role="img"
      aria-label={t(
        "Turnout {cast} of all voice, quorum {quorum}, {quorumReached, select, true {reached} other {not reached}}; one person counts for at most {cap}",
        {
          cast: share(cast, tally.supply),
          quorum: share(tally.quorum, tally.supply),
          quorumReached: Boolean(tally.quorumReached),
          cap: share(tally.cap, tally.supply),
        },
      )}
    >
      <Poured parts={order.map((support) => ({ support, part: percent(tally[support]) }))} />
      <span className={`tick${leaning(quorum)}`} style={{ left: `${quorum}%` }}>
        <span>{t("quorum {quorum}", { quorum: share(tally.quorum, tally.supply, 0) })}</span>
      </span>
      <span className={`tick below${leaning(voted)}`} style={{ left: `${Math.min(voted, 99.8)}%` }}>
        <span>{t("voted {cast}", { cast: share(cast, tally.supply) })}</span>
      </span>
      {/* Its label would lie on the other one. */}
      {Math.abs(voted - cap) > 30 && cap < 100 && (
        <span className={`tick below${leaning(cap)}`} style={{ left: `${cap}%` }}>
          <span>{t("cap {cap}", { cap: share(tally.cap, tally.supply, 0) })}</span>
        </span>
      )}
    </div>
  );
}

function MembersGauge({ proposal: { constitutional }, tally: { members, seatsNeeded } }: Omit<ChambersProps, "state">) {
  const percent = (seats: number) => (members.seats === 0 ? 0 : (seats * 100) / members.seats);
  const needed = Math.min(100, percent(seatsNeeded));
  const what = constitutional ? t("turnout") : t("veto");
  // Against first: that is what the line of a veto is for.
  const inks = (["against", "abstain", "for"] as const).map((support) => ({
    support,
    part: percent(members[support]),
  }));
  return (
    <div
      className="pour gauge"
      role="img"
      aria-label={t(
        "For {for_}, against {against}, abstain {abstain} of {seats} seats; {needs} from {seatsNeeded} seats",
        {
          for_: members.for,
          against: members.against,
          abstain: members.abstain,
          seats: members.seats,
          needs: what,
          seatsNeeded,
        },
      )}
    >
      <Poured parts={inks} />
      <span className={`tick${leaning(needed)}`} style={{ left: `${Math.min(needed, 99.8)}%` }}>
        <span>{rich("{needs} from {seatsNeeded}", { needs: what, seatsNeeded: number(seatsNeeded) })}</span>
      </span>
    </div>
  );
}

/** What holders said about a plain proposal. */
export function HoldersTally({ tally }: { tally: Tally }) {
  const cast = tally.for + tally.against + tally.abstain;
  const most = order.reduce((sum, support) => (tally[support] > sum ? tally[support] : sum), 0n);
  return (
    <ul className="tally">
      {order.map((support) => (
        <li key={support}>
          <span className="word">
            <SupportMark support={support} />
            {t(supportWords[support])}
          </span>
          <span className="pour" aria-hidden="true">
            {tally[support] > 0n && (
              <i
                className={`ink-${support}`}
                style={{ width: `${Number((tally[support] * 10_000n) / most) / 100}%` }}
              />
            )}
          </span>
          <span className="n">
            {rich("{share} {what} of votes cast", {
              share: <b>{tokens(tally[support])}</b>,
              what: share(tally[support], cast),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}
