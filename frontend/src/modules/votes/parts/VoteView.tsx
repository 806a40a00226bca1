"use client";
import { commonsGovernorAbi } from "@commonmind/sdk";
import Link from "next/link";
import { useMemo, useState } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import { type Call, useAction } from "../../../action/useAction.ts";
import { deedOf } from "../../../data/deeds.ts";
import { useAssets, useChainNow, useLedger, useSource, useVoice } from "../../../data/ledger.tsx";
import { stateOf, tallyOf } from "../../../data/questions.ts";
import {
  type Asset,
  type Ledger,
  type Proposal,
  type ProposalState,
  type Support,
  supports,
  type Tally,
} from "../../../data/types.ts";
import {
  count,
  dayAndTime,
  longDay,
  number,
  plural,
  share,
  shortDay,
  shortDayAndTime,
  tokens,
} from "../../../format/format.ts";
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
import { useWallet } from "../../../wallet/useWallet.ts";

const order = ["for", "against", "abstain"] as const satisfies readonly Support[];

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
              {number(proposal.ballots.length)} {plural(proposal.ballots.length, "holder has", "holders have")} voted
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
                  <i className={`ink-${support}`} style={{ width: width(tally[support], largest(tally)) }} />
                </span>
                <span className="n">
                  <b>{tokens(tally[support])}</b> {share(tally[support], cast)} of votes cast
                </span>
              </li>
            ))}
          </ul>
          <p className="small mt-4">{verdict(tally, state)}</p>
        </Section>
        <Note>
          Bars of one colour are poured ink: a holder’s voice is the tokens that accepted work earned, as of{" "}
          <b>{longDay(proposal.start)}</b>. Work accepted later doesn’t count here.
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

function Dock({
  ledger,
  proposal,
  state,
  now,
}: {
  ledger: Ledger;
  proposal: Proposal;
  state: ProposalState;
  now: number;
}) {
  const source = useSource();
  const { address } = useWallet();
  const voice = useVoice(address, proposal.start);
  const [choice, setChoice] = useState<Support>();
  const [open, setOpen] = useState(false);
  const given = proposal.ballots.find(({ voter }) => voter.toLowerCase() === address?.toLowerCase());
  const governor = source?.config.deployment.contracts.commonsGovernor;
  const none = voice === 0n;
  const calls = useMemo(
    (): Call[] =>
      choice && governor && state === "open" && !none
        ? [
            {
              address: governor,
              abi: commonsGovernorAbi,
              functionName: "castVote",
              args: [proposal.id, supports.indexOf(choice)],
            },
          ]
        : [],
    [choice, governor, proposal.id, state, none],
  );
  const action = useAction(`vote:${proposal.id}`, calls);
  const moving = !["connect", "switch", "idle", "checking", "ready", "refused", "rejected", "reverted"].includes(
    action.state.name,
  );

  if (given && !moving) {
    return (
      <aside className="dock" aria-label="Your vote" data-testid="voted">
        <h3>
          Your vote
          <span className="hint">Recorded on {shortDayAndTime(given.time)}</span>
        </h3>
        <div className="only-wide">
          <p className="small dim my-3">
            You voted <b>{supportWords[given.support].toLowerCase()}</b> on {shortDayAndTime(given.time)}, with{" "}
            {tokens(given.weight)} tokens, {share(given.weight, tallyOf(ledger, proposal).supply)} of all voice.
          </p>
        </div>
        <span>
          <Stamp look={{ ink: "vote", waiting: false, words: `voted ${given.support}` }} />
        </span>
      </aside>
    );
  }
  if (state === "pending") {
    return (
      <aside className="dock" aria-label="Your vote">
        <h3>
          Your vote
          <span className="hint">Opens {shortDayAndTime(proposal.start)}</span>
        </h3>
        <p className="small dim mt-2 only-wide">
          Voting opens {dayAndTime(proposal.start)}. The voice that counts is the one you hold then.
        </p>
        <Stamp look={proposalStamps.pending} />
      </aside>
    );
  }
  const hint = choice
    ? `${supportWords[choice]}, with ${voice === undefined ? "your" : tokens(voice, 0)} tokens`
    : "Choose first";
  return (
    <aside className="dock" aria-label="Your vote" data-open={open}>
      <h3>
        Your vote
        <span className="hint">{hint}</span>
        <button type="button" className="quiet toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Close" : choice ? hint : "Choose"}
        </button>
      </h3>
      <fieldset className="ballot" disabled={moving}>
        <legend className="vh">Your vote</legend>
        {order.map((support) => (
          <label key={support}>
            <input
              type="radio"
              name="support"
              value={support}
              checked={choice === support}
              onChange={() => setChoice(support)}
            />
            {supportWords[support]}
            <SupportMark support={support} />
          </label>
        ))}
      </fieldset>
      <ActionButton
        action={action}
        verb="vote"
        label={choice ? (choice === "abstain" ? "Abstain" : `Vote ${choice}`) : "Vote"}
        idle={none ? "No voice here" : "Choose first"}
        done="Your vote is recorded"
      >
        {none
          ? "You held no contribution tokens when this vote opened. Accepted work gives you a voice in the next one."
          : `Counts as ${voice === undefined ? "your" : tokens(voice)} tokens${voice === undefined ? "" : `, ${share(voice, tallyOf(ledger, proposal).supply)} of all voice`}. It can’t be changed afterwards. Voting closes ${now < proposal.end ? shortDayAndTime(proposal.end) : "now"}.`}
      </ActionButton>
    </aside>
  );
}

function Timeline({ proposal, state, now }: { proposal: Proposal; state: ProposalState; now: number }) {
  const failed = state === "defeated" || state === "withdrawn";
  const steps = [
    { time: proposal.askedAt, text: "Asked" },
    { time: proposal.start, text: "Voting opens, voice counted as of this moment" },
    { time: proposal.end, text: "Voting closes" },
    ...(failed
      ? []
      : [
          proposal.executedAt
            ? { time: proposal.executedAt, text: "Carried out" }
            : {
                time: proposal.eta,
                text: proposal.eta ? "Can be carried out" : "Then queued, and carried out after the wait",
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
            <b>{time === undefined ? "If it passes" : i >= 1 && i <= 3 ? shortDayAndTime(time) : shortDay(time)}</b>
            {text}
          </li>
        );
      })}
    </ol>
  );
}

const FIRST = 8;

function Ballots({ proposal, supply }: { proposal: Proposal; supply: bigint }) {
  const { address } = useWallet();
  const [all, setAll] = useState(false);
  const sorted = proposal.ballots.toSorted((a, b) => (a.weight === b.weight ? 0 : a.weight > b.weight ? -1 : 1));
  if (sorted.length === 0)
    return (
      <p className="dim measure mt-4">Nobody has voted yet. The first vote stands here a moment after it is cast.</p>
    );
  return (
    <>
      <table className="mt-5">
        <thead>
          <tr>
            <th>Holder</th>
            <th>Choice</th>
            <th className="n hp">Tokens</th>
            <th className="n">Of all voice</th>
          </tr>
        </thead>
        <tbody>
          {(all ? sorted : sorted.slice(0, FIRST)).map(({ voter, support, weight }) => (
            <tr key={voter}>
              <td>
                <Who address={voter} you={address} />
              </td>
              <td>{supportWords[support]}</td>
              <td className="n hp">{tokens(weight)}</td>
              <td className="n">{share(weight, supply, 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sorted.length > FIRST && (
        <button type="button" className="quiet mt-2" onClick={() => setAll(!all)}>
          {all ? "Only the largest" : `All ${sorted.length} votes`}
        </button>
      )}
    </>
  );
}
