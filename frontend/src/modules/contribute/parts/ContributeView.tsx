"use client";

import { contributionRegistryAbi, kindName, writeContentUri } from "@commonmind/sdk";
import Link from "next/link";
import { useEffect, useMemo, useState } from "react";
import { parseEventLogs } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useLedger, useReviewRules, useSource } from "../../../data/ledger.tsx";
import { type Kind, kinds } from "../../../data/types.ts";
import { count, number } from "../../../format/format.ts";
import { type Message, msg, rich, t } from "../../../i18n/i18n.ts";
import { Note, Trouble } from "../../../ui/parts.tsx";
import { useConnectDialog, useWallet } from "../../../wallet/useWallet.ts";
import { keepList } from "../pieces/keptList.ts";
import type { LongList } from "../pieces/longList.ts";
import { sentencesOf } from "../pieces/manifest.ts";
import { useManifest } from "../pieces/useManifest.ts";
import { useWorkDraft } from "../pieces/useWorkDraft.ts";
import { dropWork } from "../pieces/workDraft.ts";
import { Counted } from "./Counted.tsx";
import { FilesField } from "./FilesField.tsx";
import { SentencesField } from "./SentencesField.tsx";
import { Submitted } from "./Submitted.tsx";

const about: Readonly<Record<Kind, Message>> = {
  Data: msg("Sentences, pictures or recordings to learn from"),
  Validation: msg("Checks and tests of what a model says"),
  Training: msg("Work on the training itself"),
  Knowledge: msg("Explanations, corrections, documentation"),
  Curation: msg("Choosing and ordering what others made"),
  Code: msg("Programs around the model"),
  Compute: msg("Machines that trained it"),
};

const licences = [
  { id: "CC0-1.0", name: msg("CC0: anyone may do anything") },
  { id: "CC-BY-4.0", name: msg("CC BY: anyone may use it and name you") },
  { id: "CC-BY-SA-4.0", name: msg("CC BY-SA: the same, and what is made of it stays open") },
  { id: "Apache-2.0", name: msg("Apache 2.0: for code") },
] as const;

export function ContributeView() {
  const { ledger, trouble } = useLedger();
  const source = useSource();
  const rules = useReviewRules();
  const { address } = useWallet();
  const connect = useConnectDialog();
  const [modelId, setModelId] = useState(1);
  const [kind, setKind] = useState<Kind>("Data");
  const [title, setTitle] = useState("");
  const [text, setText] = useState("");
  const [lists, setLists] = useState<readonly LongList[]>([]);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [licence, setLicence] = useState("");
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState(true);

  const deployment = source?.config.deployment;
  const registry = deployment?.contracts.contributionRegistry;
  const rule = ledger?.rules.get(kind);
  const name = title.trim();
  const terms = useMemo(
    () => (name !== "" && licence !== "" ? { name, licence, open } : undefined),
    [name, licence, open],
  );
  const sentences = useMemo(() => sentencesOf(text), [text]);
  const { built, building, progress, error, readings, written } = useManifest({
    ...{ sentences, lists, files, terms, modelId, registry },
    maxUnitsPerItem: rule?.maxUnitsPerItem,
    chainId: deployment?.chainId,
    submitter: address,
  });
  const seated = address !== undefined && (ledger?.seatOf.has(address.toLowerCase()) ?? false);
  const read = lists.map(({ key }) => readings.get(key));
  const pieces = read.reduce(
    (sum, it) => sum + (it && "sentences" in it ? it.sentences : 0),
    sentences.length + files.length,
  );
  const reading = read.includes(undefined);

  const store = source?.config.recordUrl;
  const list = written?.list;
  const uri =
    store === undefined ? `${name} [${licence}]` : written && writeContentUri({ cid: written.cid, name, licence });
  const calls = useMemo((): Call[] => {
    if (!built || !registry || !seated || !licence || !name || !uri) return [];
    return [
      {
        address: registry,
        abi: contributionRegistryAbi,
        functionName: "submit",
        args: [
          {
            modelId,
            kind: kinds.indexOf(kind),
            depth: built.depth,
            items: built.items,
            units: built.units,
            root: built.root,
            // Under the submitter's own seat.
            sponsor: 0n,
            uri,
          },
        ],
      },
    ];
  }, [built, registry, seated, licence, name, uri, modelId, kind]);
  const action = useAction("submit", calls);
  const { state } = action;
  const id =
    state.name === "recorded"
      ? parseEventLogs({
          abi: contributionRegistryAbi,
          eventName: "ContributionSubmitted",
          logs: [...(state.receipts[0]?.logs ?? [])],
        })[0]?.args.contribution
      : undefined;

  // The list of pieces is the author's proof of them: it stays in this browser too.
  const [kept, setKept] = useState(true);
  useEffect(() => {
    if (state.name === "ready" && built && list) void keepList(built.root, list).then(setKept);
  }, [state.name, built, list]);

  const chainHash = deployment?.chainHash;
  const handedIn = id !== undefined;
  useEffect(() => {
    if (handedIn && chainHash) dropWork(chainHash);
  }, [handedIn, chainHash]);
  const { again, unkept } = useWorkDraft(
    handedIn ? undefined : chainHash,
    { title, text, kind, modelId, licence },
    (draft) => {
      setTitle(draft.title);
      setText(draft.text);
      setKind(draft.kind);
      setModelId(draft.modelId);
      setLicence(draft.licence);
    },
  );

  const begin = () => {
    setTitle("");
    setText("");
  };
  const wrong = (field: string, empty: boolean) => left.has(field) && empty;
  const leave = (field: string) => setLeft((before) => new Set(before).add(field));
  const missing =
    pieces === 0 && !reading
      ? t("Write or drop some work")
      : !title.trim()
        ? t("Say what it is")
        : !licence
          ? t("Choose a licence")
          : building || reading || !uri
            ? t("Counting")
            : t("Not ready yet");

  if (id !== undefined) {
    const stored = store && written ? { url: store, cid: written.cid, files: open ? files : [] } : undefined;
    return <Submitted {...{ id, kind, built, list, kept, stored }} items={built?.items ?? BigInt(pieces)} />;
  }

  return (
    <>
      <div className="block">
        <h1>{t("Add your work")}</h1>
        <p className="lead mt-5">
          {t(
            "Write sentences or drop files. They are counted here, in your browser, and only a fingerprint of them is submitted.",
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        <section className="block" aria-labelledby="made">
          <h2 id="made">{t("What did you make?")}</h2>
          <form onSubmit={(event) => event.preventDefault()}>
            {again && (
              <p className="cap mt-2">
                {t("What you wrote last time is here again.")}{" "}
                <button type="button" className="quiet" style={{ minHeight: 0, font: "inherit" }} onClick={begin}>
                  {t("Begin anew")}
                </button>
              </p>
            )}
            <div className={wrong("title", !title.trim()) ? "field wrong" : "field"}>
              <label htmlFor="title">{t("In one line")}</label>
              <input
                id="title"
                type="text"
                maxLength={120}
                value={title}
                placeholder={t("Forty proverbs in Quechua")}
                onChange={({ target }) => setTitle(target.value)}
                onBlur={() => leave("title")}
              />
              <small>
                {wrong("title", !title.trim())
                  ? t("Say in a few words what it is. Reviewers read this first.")
                  : t("Reviewers read this first. It is public.")}
              </small>
            </div>
            <SentencesField {...{ text, lists, readings }} onText={setText} onLists={setLists} />
            <FilesField files={files} onFiles={setFiles} />
            <div className="field">
              <label htmlFor="model">{t("For which model")}</label>
              <select id="model" value={modelId} onChange={({ target }) => setModelId(Number(target.value))}>
                {(ledger?.models ?? []).map((model) => (
                  <option key={model.id} value={model.id}>
                    {model.name}
                  </option>
                ))}
              </select>
            </div>
            <div className="field">
              <label htmlFor="kind">{t("Kind of work")}</label>
              <select id="kind" value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
                {kinds.map((each) => (
                  <option key={each} value={each}>
                    {kindName(each)}
                  </option>
                ))}
              </select>
              <small>{t(about[kind])}.</small>
            </div>
            <div className={wrong("licence", !licence) ? "field wrong" : "field"}>
              <label htmlFor="licence">{t("Licence")}</label>
              <select
                id="licence"
                value={licence}
                onChange={({ target }) => setLicence(target.value)}
                onBlur={() => leave("licence")}
              >
                <option value="" disabled>
                  {t("Choose one")}
                </option>
                {licences.map(({ id: licenceId, name }) => (
                  <option key={licenceId} value={licenceId}>
                    {t(name)}
                  </option>
                ))}
              </select>
              <small>
                {wrong("licence", !licence)
                  ? t("Choose a licence, so that others know what they may do with your work.")
                  : t("What others may do with your work. You stay its author.")}
              </small>
            </div>
            {store && (
              <div className="field">
                <label className="check">
                  <input type="checkbox" checked={open} onChange={({ target }) => setOpen(target.checked)} />
                  <span>{t("Let reviewers read it")}</span>
                </label>
                <small>
                  {open
                    ? t("After you submit, the pieces are put into the co-op’s store, where anyone can read them.")
                    : t("Only the list of fingerprints is stored. Reviewers who can’t read it will hardly accept it.")}
                </small>
              </div>
            )}
            {(title !== "" || pieces > 0) && (
              <p className={unkept ? "after warn" : "cap mt-5"} style={{ maxWidth: 560 }}>
                {unkept
                  ? t("This browser has no room to keep what you write: hand it in before you leave this page.")
                  : lists.length + files.length > 0
                    ? t(
                        "What you write in the fields is kept in this browser until you submit it. Long lists and files aren’t: leave this page open, or add them again.",
                      )
                    : t("What you write is kept in this browser until you submit it.")}
              </p>
            )}
          </form>
        </section>
        <Note>
          <p>
            {t(
              "Nothing leaves your browser before you submit. Then a fingerprint, the count and the line above go onto the chain{store, select, true {, and only after that the pieces to the store: nobody can copy them before they are yours} other {}}.",
              { store: Boolean(store) },
            )}
          </p>
          <p>{t("Length counts little: a piece that is twice as long is one step more. The score counts fully.")}</p>
        </Note>
        <section className="block" aria-labelledby="counted">
          <h2 id="counted">{t("As it is counted")}</h2>
          {address === undefined && (pieces > 0 || reading) ? (
            <p className="dim measure mt-4">
              {t("The count is bound to who submits it.")}{" "}
              <button type="button" className="quiet" style={{ minHeight: 0, font: "inherit" }} onClick={connect}>
                {t("Connect")}
              </button>{" "}
              {t("to see it.")}
            </p>
          ) : built ? (
            <Counted built={built} list={list} />
          ) : error ? (
            <p className="trouble">
              <b>{t("This can’t be counted.")}</b> {error}
            </p>
          ) : (
            <p className="dim measure mt-4">
              {building
                ? progress
                  ? t("Counting: {done} of {all} pieces.", { done: number(progress.done), all: number(progress.all) })
                  : t("Counting.")
                : t("Pieces, units and the fingerprint will stand here as soon as there is something to count.")}
            </p>
          )}
          <div className="mt-8" style={{ maxWidth: 340 }}>
            <ActionButton
              action={action}
              verb="work"
              label={t("Submit {items, plural, one {# piece} other {# pieces}}", {
                items: built?.items ?? BigInt(pieces),
              })}
              idle={address && !seated ? t("Only for members") : missing}
              done={t("Your work is recorded")}
            >
              {address && !seated
                ? rich(
                    "Submitting takes a seat, and this wallet holds none. A seat is one verified person. <a>How you get one</a>",
                    { a: (it) => <Link href="/dividend">{it}</Link> },
                  )
                : state.name === "idle"
                  ? t("Everything above is needed first.")
                  : rich("Takes one of your {rules} review places, until its review is over.", {
                      rules: rules ? count(rules.slots) : "",
                    })}
            </ActionButton>
            {address && !seated && (
              <button type="button" className="quiet" onClick={connect}>
                {t("Be a member instead")}
              </button>
            )}
          </div>
        </section>
        <Note>
          {t(
            "Before anything is sent it is tried out. If the contract would refuse it, you read why, and pay nothing.",
          )}
        </Note>
      </div>
    </>
  );
}
