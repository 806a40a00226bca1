"use client";
import Link from "next/link";
import { deedOf } from "../../../data/deeds.ts";
import { useAssets, useChainNow, useLedger, useSource } from "../../../data/ledger.tsx";
import { stateOf, tallyOf } from "../../../data/questions.ts";
import type { Asset, Ledger, Proposal, ProposalState, Tally } from "../../../data/types.ts";
import { count, dayAndTime, longDay, number, plural, share, tokens } from "../../../format/format.ts";
import { GrowthRing } from "../../../ring/GrowthRing.tsx";
import { useRings } from "../../../ring/useRings.ts";
import {
  Dashes,
  Note,
  proposalStamps,
  Section,
  Stamp,
  SupportMark,
  supportWords,
  Trouble,
  Who,
} from "../../../ui/parts.tsx";
import { Ballots } from "./Ballots.tsx";
import { Dock, order } from "./Dock.tsx";
import { Timeline } from "./Timeline.tsx";

export function VoteView({ id }: { id: string }) {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  const assets = useAssets();
  const proposal = ledger?.proposals.find((it) => it.id.toString() === id);
  if (!ledger || now === undefined || !assets) {
    return (
      <>
        <div className="block">
          <p className="crumb">
            <Link href="/proposals">Votes</Link>
          </p>
          <Dashes widths={[82, 48]} />
        </div>
        <Trouble words={trouble} />
        <div className="spread">
          <section className="block">
            <h2>What it would do</h2>
            <Dashes widths={[58, 72, 40]} />
          </section>
        </div>
      </>
    );
  }
  if (!proposal) {
    return (
      <section className="block">
        <h1>There is no such vote here.</h1>
        <p className="lead mt-6">
          Perhaps it is on another chain. <Link href="/proposals">All votes on this one</Link>
        </p>
      </section>
    );
  }
  return <Vote ledger={ledger} proposal={proposal} now={now} assets={assets} trouble={trouble} />;
}

type VoteProps = {
  ledger: Ledger;
  proposal: Proposal;
  now: number;
  assets: ReadonlyMap<string, Asset>;
  trouble: string | undefined;
};

function Vote({ ledger, proposal, now, assets, trouble }: VoteProps) {
  const source = useSource();
  const state = stateOf(ledger, proposal, now);
  const tally = tallyOf(ledger, proposal);
  const model = ledger.models[0];
  const ring = useRings().get(model?.id ?? 0);
  const deployment = source?.config.deployment;
  const cast = tally.for + tally.against + tally.abstain;
  return (
    <>
      <div className="vote-head">
        <div>
          <p className="crumb">
            <Link href="/proposals">Votes</Link> / vote {proposal.number}
          </p>
          <h1>{proposal.title}</h1>
          <div className="meta">
            <Stamp look={proposalStamps[state]} tilt />
            <span>{when(proposal, state)}</span>
            <span>
              {number(proposal.ballots.length)} {plural(proposal.ballots.length, "person has", "people have")} voted
            </span>
            <span>
              Asked by <Who address={proposal.proposer} />
            </span>
          </div>
        </div>
        {ring && (
          <div className="only-wide">
            <GrowthRing model={ring} pixels={184} label={model?.name ?? ""} />
          </div>
        )}
      </div>
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        <Section id="what" title="What it would do">
          {proposal.body && (
            <p className="dim measure" style={{ whiteSpace: "pre-line" }}>
              {proposal.body}
            </p>
          )}
          {deployment && <Deeds ledger={ledger} proposal={proposal} assets={assets} deployment={deployment} />}
        </Section>
        {state === "open" || state === "pending" ? (
          <Dock ledger={ledger} proposal={proposal} state={state} now={now} />
        ) : (
          <Note>
            {state === "carried out"
              ? "It was carried out by the contracts exactly as it stands here. Nobody could change a word after it was asked."
              : "Voting is closed. What stands here can’t be changed by anyone."}
          </Note>
        )}
        <Section id="where" title="Where it stands">
          <Gauge tally={tally} />
          <ul className="tally">
            {order.map((support) => (
              <li key={support}>
                <span className="word">
                  <SupportMark support={support} />
                  {supportWords[support]}
                </span>
                <span className="pour" aria-hidden="true">
                  {tally[support] > 0n && (
                    <i className={`ink-${support}`} style={{ width: width(tally[support], largest(tally)) }} />
                  )}
                </span>
                <span className="n">
                  <b>{tokens(tally[support])}</b> {share(tally[support], cast)} of votes cast
                </span>
              </li>
            ))}
          </ul>
          {proposal.options > 0 && <Options tally={tally} />}
          <p className="small mt-4">{verdict(tally, state)}</p>
          <p className="small mt-2">{membersVerdict(proposal, tally)}</p>
        </Section>
        <Note>
          Bars of one colour are poured ink: a holder’s voice is the tokens that accepted work earned, as of{" "}
          <b>{longDay(proposal.start)}</b>, within one person’s cap. Work accepted later doesn’t count here.
        </Note>
        <Section id="when" title="When it happens">
          <Timeline proposal={proposal} state={state} now={now} />
        </Section>
        <Note>
          {proposal.executedAt
            ? "Between the result and the act lay a wait, so that everyone could see what was coming."
            : "Between the result and the act lies a wait, so that everyone can see what is coming."}
        </Note>
        <Section id="who" title="Who voted">
          <Ballots proposal={proposal} supply={tally.supply} />
        </Section>
        <Note>A vote is public, and it is keyed to an account, not to a name.</Note>
      </div>
    </>
  );
}

function when(proposal: Proposal, state: ProposalState): string {
  if (state === "pending") return `Opens ${dayAndTime(proposal.start)}`;
  if (state === "open") return `Closes ${dayAndTime(proposal.end)}`;
  if (proposal.executedAt) return `Carried out ${dayAndTime(proposal.executedAt)}`;
  return `Closed ${dayAndTime(proposal.end)}`;
}

const largest = (tally: Tally) => [tally.for, tally.against, tally.abstain].reduce((a, b) => (a > b ? a : b));
const width = (part: bigint, whole: bigint) => `${whole === 0n ? 0 : Number((part * 10_000n) / whole) / 100}%`;

function verdict(tally: Tally, state: ProposalState): string {
  const closed = state !== "open" && state !== "pending";
  const missing = tally.quorum - (tally.for + tally.abstain);
  const quorum = tally.quorumReached
    ? "Quorum is reached."
    : `Quorum ${closed ? "was missed" : "is missing"} ${tokens(missing, 0)} tokens of for or abstain.`;
  const lead =
    tally.for > tally.against
      ? `For ${closed ? "led" : "leads"} by ${share(tally.for - tally.against, tally.supply)} of all voice.`
      : tally.against > tally.for
        ? `Against ${closed ? "led" : "leads"} by ${share(tally.against - tally.for, tally.supply)} of all voice.`
        : "Nobody leads: a tie changes nothing.";
  return `${quorum} ${lead}`;
}

/** The members' side: one seat, one vote. */
function membersVerdict({ constitutional }: Proposal, { members, membersRefuse }: Tally): string {
  const counts = `Members, one vote a seat: ${members.for} for, ${members.against} against, ${members.abstain} abstain, of ${members.seats}.`;
  if (constitutional)
    return `${counts} ${membersRefuse ? "They haven’t assented, and must." : "They assent, as they must."}`;
  return `${counts} ${membersRefuse ? "They stop it." : "They could stop it, and don’t."}`;
}

/** How much approves of each option. Their titles stand in the text. */
function Options({ tally }: { tally: Tally }) {
  return (
    <ul className="tally">
      {tally.approvals.map((weight, option) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: options are known by their number.
        <li key={option}>
          <span className="word">{option === 0 ? "Keep as it is" : `Option ${option}`}</span>
          <span className="pour" aria-hidden="true">
            <i className="ink-for" style={{ width: width(weight, tally.supply) }} />
          </span>
          <span className="n">
            <b>{tokens(weight)}</b> {share(weight, tally.supply)} of all voice
          </span>
        </li>
      ))}
    </ul>
  );
}

/** All voice there is; how much of it spoke, and how much had to. Zoomed so that both ticks can be told apart. */
function Gauge({ tally }: { tally: Tally }) {
  const cast = tally.for + tally.against + tally.abstain;
  const percent = (part: bigint) => (tally.supply === 0n ? 0 : Number((part * 100_000n) / tally.supply) / 1_000);
  const [quorum, turnout] = [percent(tally.quorum), percent(cast)];
  let left = 0;
  return (
    <div
      className="pour gauge"
      role="img"
      aria-label={`Turnout ${share(cast, tally.supply)} of all voice, quorum ${share(tally.quorum, tally.supply)}, ${tally.quorumReached ? "reached" : "not reached"}`}
    >
      {order.map((support) => {
        const part = percent(tally[support]);
        const at = left;
        left += part;
        return part > 0 ? (
          <i key={support} className={`ink-${support}`} style={{ left: `${at}%`, width: `${part}%` }} />
        ) : null;
      })}
      <span className="tick start" style={{ left: `${quorum}%` }}>
        <span>quorum {share(tally.quorum, tally.supply, 0)} of all voice</span>
      </span>
      <span
        className={turnout < 12 ? "tick below start" : "tick below"}
        style={{ left: `${Math.min(turnout, 99.8)}%` }}
      >
        <span>voted {share(cast, tally.supply)}</span>
      </span>
    </div>
  );
}

type DeedsProps = Pick<VoteProps, "ledger" | "proposal" | "assets"> & {
  deployment: NonNullable<ReturnType<typeof useSource>>["config"]["deployment"];
};

function Deeds({ ledger, proposal, assets, deployment }: DeedsProps) {
  const deeds = proposal.actions.map((action) =>
    deedOf(action, { ledger, assets, deployment, askedAt: proposal.askedAt }),
  );
  return (
    <>
      <ol className="deed">
        {deeds.map(({ verb, what, how, raw }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two calls of one proposal may be the same, and keep their order.
          <li key={`${i} ${raw}`}>
            <em>{verb}</em>
            <span>
              <b>{what}</b> {how}
            </span>
          </li>
        ))}
      </ol>
      <details>
        <summary>
          <span className="more">
            {deeds.length === 1
              ? "The same call as the chain sees it"
              : `The same ${count(deeds.length)} calls as the chain sees them`}
          </span>
        </summary>
        <div className="raw">
          {deeds.map(({ raw }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <div key={`${i} ${raw}`}>{raw}</div>
          ))}
        </div>
      </details>
    </>
  );
}
