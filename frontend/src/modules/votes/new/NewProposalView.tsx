"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { zeroAddress } from "viem";
import { useLedger, useSource } from "../../../data/ledger.tsx";
import { longDay } from "../../../format/format.ts";
import { type Message, msg, rich, t } from "../../../i18n/i18n.ts";
import { FileButton } from "../../../ui/FileButton.tsx";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import {
  dropPetition,
  joined,
  type Keeping,
  keepPetition,
  openPetition,
  type Petition,
  PetitionError,
  proposalOf,
  readPetitions,
  wordsOf,
} from "../together/petition.ts";
import { blankDraft, dropDraft, keepDraft, type ProposalDraft, readDrafts, type Template, templates } from "./draft.ts";
import { ProposalForm } from "./ProposalForm.tsx";
import { useDraftContext } from "./useDraftContext.ts";

const PetitionView = lazy(async () => ({ default: (await import("../together/PetitionView.tsx")).PetitionView }));

const about: Readonly<Record<Template, { name: Message; text: Message }>> = {
  direction: {
    name: msg("Which way to go"),
    text: msg("Several options side by side, each with what it would do. People choose all they could live with."),
  },
  release: {
    name: msg("Publish a release"),
    text: msg("New weights of a model, with the work that waits to join it."),
  },
  grant: { name: msg("Spend from the reserve"), text: msg("A sum to somebody, for something.") },
  parameter: { name: msg("Change a rule"), text: msg("How money is split, how votes work, which tokens are taken.") },
};

export function NewProposalView() {
  const { ledger, trouble } = useLedger();
  const context = useDraftContext();
  const search = useSearchParams();
  const [draft, setDraft] = useState<ProposalDraft>();
  const [drafts, setDrafts] = useState<readonly ProposalDraft[]>([]);
  const [{ petition, kept }, setPetition] = useState<Partial<Keeping>>({});
  const [petitions, setPetitions] = useState<readonly Petition[]>([]);
  const [said, setSaid] = useState<string>();
  const blank = useMemo(
    () => ({
      asset: [...(context?.assets.values() ?? [])].at(-1)?.address ?? zeroAddress,
      model: context?.ledger.models[0]?.id ?? 1,
    }),
    [context],
  );

  const source = useSource();
  const deployment = source?.config.deployment;
  const chainHash = deployment?.chainHash;

  useEffect(() => {
    if (!chainHash || !deployment) return;
    setDrafts(readDrafts(chainHash));
    setPetitions(readPetitions(chainHash, deployment));
  }, [chainHash, deployment]);

  // A link from a model or from the treasury says what is meant.
  const asked = templates.find((it) => it === search.get("template"));
  const model = Number(search.get("model") ?? "0");
  useEffect(() => {
    if (!asked || !context) return;
    setDraft((before) => before ?? blankDraft(asked, model > 0 ? { ...blank, model } : blank));
  }, [asked, model, context, blank]);

  const change = (next: ProposalDraft) => {
    setDraft(next);
    if (chainHash) keepDraft(chainHash, next);
  };
  const drop = (key: string) => {
    if (!chainHash) return;
    dropDraft(chainHash, key);
    setDrafts(readDrafts(chainHash));
    if (draft?.key === key) setDraft(undefined);
  };
  const leave = () => {
    if (chainHash && deployment) {
      setDrafts(readDrafts(chainHash));
      setPetitions(readPetitions(chainHash, deployment));
    }
    setDraft(undefined);
    setPetition({});
  };
  const sign = (next: Petition) => {
    if (chainHash && deployment) setPetition(keepPetition(chainHash, next, deployment));
  };
  const forget = (it: Petition) => {
    if (chainHash && deployment) dropPetition(chainHash, it, deployment);
    leave();
  };
  const open = async (file: File) => {
    if (!source || !context) return;
    try {
      const sent = await openPetition(file, context.deployment);
      const { seatsOf, validOf, waitingOf } = await import("../together/checking.ts");
      const signatures = [...(sent.waiting ?? []), ...sent.cosignatures];
      const seatOf = await seatsOf(signatures);
      const valid = await validOf(source.client, seatOf, sent, signatures);
      const waiting = await waitingOf(seatOf, sent, signatures);
      sign(joined({ ...sent, cosignatures: [], waiting: [] }, valid, waiting));
      setSaid(undefined);
    } catch (error) {
      const { failureOf } = await import("../../../action/words.ts");
      setSaid(error instanceof PetitionError ? error.message : failureOf(error).words);
    }
  };

  return (
    <>
      <div className="block">
        <p className="crumb">{rich("<a>Votes</a> / a new one", { a: (it) => <Link href="/proposals">{it}</Link> })}</p>
        <h1>{petition ? t("Ask together") : draft ? t(about[draft.template].name) : t("What should we decide?")}</h1>
        <p className="lead mt-5">
          {petition
            ? t("Members who sign it let somebody ask who hasn’t the voice for it alone.")
            : draft
              ? t(about[draft.template].text)
              : t(
                  "A vote is about calls, word for word: what passes is carried out by the contracts, and by nobody else. Here they are written for you.",
                )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      {!context ? (
        <div className="spread">
          <section className="block">
            <h2>{t("What it is about")}</h2>
            <Dashes widths={[52, 66, 48]} />
          </section>
        </div>
      ) : petition ? (
        <Suspense fallback={<Dashes widths={[52, 66, 48]} />}>
          <PetitionView
            key={`${proposalOf(petition)}`}
            petition={petition}
            kept={kept ?? true}
            context={context}
            onChange={sign}
            onLeave={leave}
            onDrop={() => forget(petition)}
          />
        </Suspense>
      ) : draft ? (
        <ProposalForm
          key={draft.key}
          draft={draft}
          context={context}
          onChange={change}
          onLeave={leave}
          onDrop={() => drop(draft.key)}
          onTogether={sign}
        />
      ) : (
        <div className="spread">
          <Section id="about" title={t("What it is about")}>
            <ul className="ruled choices">
              {templates.map((template) => (
                <li key={template}>
                  <button type="button" onClick={() => setDraft(blankDraft(template, blank))}>
                    <b>{t(about[template].name)}</b>
                    <span className="small dim">{t(about[template].text)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </Section>
          <Note>
            {t(
              "Anyone may write. To ask takes some voice, or the signatures of enough members. Anything else than these four can be asked from the terminal.",
            )}
          </Note>
          <Section id="sent" title={t("Were you sent one to sign?")}>
            <p className="mt-4">
              <FileButton accept="application/json,.json" onFile={(file) => void open(file)}>
                {t("Open the file")}
              </FileButton>
            </p>
            {said && (
              <p className="after warn" role="alert">
                {said}
              </p>
            )}
            {petitions.length > 0 && (
              <ul className="ruled rows mt-4">
                {petitions.map((it) => (
                  <Kept
                    key={`${proposalOf(it)} ${it.proposer} ${it.deadline}`}
                    title={wordsOf(it).title}
                    about={t("Until {deadline}", { deadline: longDay(it.deadline) })}
                    onGo={() => setPetition({ petition: it, kept: true })}
                    onDrop={() => forget(it)}
                  />
                ))}
              </ul>
            )}
          </Section>
          <Note>{t("You read it whole before you sign, and nothing leaves this browser by itself.")}</Note>
          {drafts.length > 0 && (
            <>
              <Section id="drafts" title={t("What you began")}>
                <ul className="ruled rows">
                  {drafts.map((it) => (
                    <Kept
                      key={it.key}
                      title={it.title || t(about[it.template].name)}
                      about={`${t(about[it.template].name)}, ${longDay(it.savedAt / 1_000)}`}
                      onGo={() => setDraft(it)}
                      onDrop={() => drop(it.key)}
                    />
                  ))}
                </ul>
              </Section>
              <Note>{t("Drafts stay in this browser. Nobody sees them before you ask.")}</Note>
            </>
          )}
        </div>
      )}
    </>
  );
}

type KeptProps = { title: string; about: string; onGo: () => void; onDrop: () => void };

/** Something that this browser keeps, to go on with or to throw away. */
function Kept({ title, about, onGo, onDrop }: KeptProps) {
  return (
    <li>
      <div>
        <h3>{title}</h3>
        <p className="cap">{about}</p>
      </div>
      <span className="flex flex-wrap gap-x-5">
        <button type="button" className="quiet vote" onClick={onGo}>
          {t("Go on")}
        </button>
        <button type="button" className="quiet" onClick={onDrop}>
          {t("Throw away")}
        </button>
      </span>
    </li>
  );
}
