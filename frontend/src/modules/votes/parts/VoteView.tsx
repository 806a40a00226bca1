"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { useAssets, useChainNow, useLedger, useSource } from "../../../data/ledger.tsx";
import { isGenuine, stateOf } from "../../../data/questions.ts";
import type { Asset, Ledger, Proposal, ProposalState, Tally } from "../../../data/types.ts";
import { capital, count, dayAndTime, longDay, share } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { GrowthRing } from "../../../ring/GrowthRing.tsx";
import { useRings } from "../../../ring/useRings.ts";
import { Note, Opening, proposalStamp, Section, Stamp, Trouble, Who } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { Ballots } from "./Ballots.tsx";
import { Chambers, HoldersTally } from "./Chambers.tsx";
import { Deeds } from "./Deeds.tsx";
import { Dock } from "./Dock.tsx";
import { Effects } from "./Effects.tsx";
import { ClosedNote, hasStep, NextStep } from "./NextStep.tsx";
import { Options, overCap } from "./Options.tsx";
import { Timeline } from "./Timeline.tsx";
import { useSlip } from "./useSlip.ts";
import { useCapped } from "./useStanding.ts";
import { choiceOf, classWords, isClosed, mayHappen } from "./words.ts";

export function VoteView({ id, heading }: { id: string; heading: string | undefined }) {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  const assets = useAssets();
  const proposal = ledger?.proposals.find((it) => it.id.toString() === id);
  if (!ledger || now === undefined || !assets) {
    return (
      <Opening
        crumb={<Link href="/proposals">{t("Votes")}</Link>}
        heading={heading}
        widths={[58, 72, 40]}
        trouble={trouble}
      />
    );
  }
  if (!proposal) {
    return (
      <section className="block">
        <h1>{t("There is no such vote here.")}</h1>
        <p className="lead mt-6">
          {rich("Perhaps it is on another chain. <a>All votes on this one</a>", {
            a: (it) => <Link href="/proposals">{it}</Link>,
          })}
        </p>
      </section>
    );
  }
  if (!isGenuine(proposal)) {
    return (
      <section className="block">
        <h1>{t("Don’t vote on this page.")}</h1>
        <p className="lead mt-6">
          {t(
            "What this page was told about this vote isn’t what it is about: its number doesn’t fit. The record or the node that it comes from is broken, or not honest. Tell whoever runs this page, and vote elsewhere meanwhile.",
          )}
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
  const { address } = useWallet();
  const slip = useSlip(proposal);
  const state = stateOf(proposal, now);
  const { tally } = proposal;
  const capped = useCapped(proposal, tally);
  const model = ledger.models[0];
  const ring = useRings().get(model?.id ?? 0);
  const deployment = source?.config.deployment;
  const isBallot = proposal.options.length > 0;
  return (
    <>
      <div className="vote-head">
        <div>
          <p className="crumb">
            {rich("<a>Votes</a> / vote {number}", {
              a: (it) => <Link href="/proposals">{it}</Link>,
              number: proposal.number,
            })}
          </p>
          <h1>{proposal.title}</h1>
          <div className="meta">
            <Stamp look={proposalStamp(state)} tilt />
            <span>{when(proposal, state)}</span>
            <span>
              {t("{ballots, plural, one {# person has} other {# people have}} voted", {
                ballots: tally.ballots,
              })}
            </span>
            <span>
              {rich("Asked by {cosigned, select, true {members together, handed in by } other {}}{who}", {
                cosigned: Boolean(proposal.cosigned),
                who: <Who address={proposal.proposer} />,
              })}
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
        <Section id="what" title={titleOfQuestion(proposal, state)}>
          {proposal.body && (
            <p className="dim measure" style={{ whiteSpace: "pre-line" }}>
              {proposal.body}
            </p>
          )}
          {isBallot && (
            <p className="dim measure mt-2">
              {t(
                "The one that most voice can live with is carried out, exactly as written below it. If none beats “keep”, or two are level, nothing changes.",
              )}
            </p>
          )}
          {deployment && isBallot && (
            <Options
              proposal={proposal}
              state={state}
              tally={tally}
              capped={capped}
              chosen={state === "open" && slip.isOpen ? (slip.choice?.options ?? []) : undefined}
              onChoose={(options) => slip.choose(choiceOf(options))}
              {...{ ledger, assets, deployment }}
            />
          )}
          {deployment && !isBallot && (
            <>
              <Deeds actions={proposal.actions} askedAt={proposal.askedAt} {...{ ledger, assets, deployment }} />
              {mayHappen(state) && <Effects actions={proposal.actions} {...{ ledger, assets, deployment }} />}
            </>
          )}
        </Section>
        {hasStep(proposal, state, address) ? (
          <NextStep proposal={proposal} state={state} />
        ) : state === "open" || state === "pending" ? (
          <Dock proposal={proposal} state={state} now={now} slip={slip} />
        ) : (
          <ClosedNote state={state} />
        )}
        <Section id="where" title={t("Where it stands")}>
          <p className="dim measure mt-2">{classWords(proposal)}</p>
          <Chambers proposal={proposal} tally={tally} state={state} />
          {!isBallot && <HoldersTally tally={tally} />}
        </Section>
        <Note>{capNote(proposal, tally, capped)}</Note>
        <Section id="when" title={t("When it happens")}>
          <Timeline proposal={proposal} state={state} now={now} />
        </Section>
        <Note>
          {proposal.executedAt
            ? t("Between the result and the act lay a wait, so that everyone could see what was coming.")
            : t("Between the result and the act lies a wait, so that everyone can see what is coming.")}
        </Note>
        <Section id="who" title={t("Who voted")}>
          <Ballots proposal={proposal} tally={tally} capped={capped} />
        </Section>
        <Note>
          {t(
            "A vote is public, and it is keyed to an account, not to a name. The last ballot of each voter counts; those before it are gone.",
          )}
        </Note>
      </div>
    </>
  );
}

function titleOfQuestion({ options }: Proposal, state: ProposalState): string {
  if (options.length === 0) return t("What it would do");
  return isClosed(state) ? t("What could be chosen") : t("Choose all you could live with");
}

/** What the cap does to this vote. */
function capNote(proposal: Proposal, tally: Tally, capped: ReadonlyMap<string, bigint>): ReactNode {
  const since = (
    <>
      {rich(
        "Bars of one colour are poured ink: a holder’s voice is the tokens that accepted work earned, as of {moment}, within one person’s cap. Work accepted later doesn’t count here.",
        { moment: <b>{longDay(proposal.start)}</b> },
      )}
    </>
  );
  const over = [...capped].filter(([, held]) => held > tally.cap).length;
  const most = share(tally.cap, tally.supply);
  const [leading = 0n] = [tally.approvals[tally.leader]];
  const taken = overCap(proposal, tally, capped)[tally.leader] ?? 0n;
  if (over === 0) return since;
  if (tally.leader === 0 || taken === 0n) {
    return (
      <>
        {rich(
          "{over} {manyOver, plural, one {voter holds} other {voters hold}} more than {cap} of the voice; what is above that doesn’t count.",
          { over: capital(count(over)), manyOver: over, cap: <b>{most}</b> },
        )}
      </>
    );
  }
  return (
    <>
      {rich(
        "{over} {manyOver, plural, one {voter holds} other {voters hold}} more than {cap} of the voice. Without the cap, {leader} would stand at {uncapped} instead of {capped}. The empty end of a bar is what the cap takes off.",
        {
          over: capital(count(over)),
          manyOver: over,
          cap: <b>{most}</b>,
          leader: tally.leader,
          uncapped: <b>{share(leading + taken, tally.supply)}</b>,
          capped: <b>{share(leading, tally.supply)}</b>,
        },
      )}
    </>
  );
}

function when(proposal: Proposal, state: ProposalState): string {
  if (state === "pending") return t("Opens {start}", { start: dayAndTime(proposal.start) });
  if (state === "open") return t("Closes {end}", { end: dayAndTime(proposal.end) });
  if (proposal.executedAt) return t("Carried out {executedAt}", { executedAt: dayAndTime(proposal.executedAt) });
  return t("Closed {end}", { end: dayAndTime(proposal.end) });
}
