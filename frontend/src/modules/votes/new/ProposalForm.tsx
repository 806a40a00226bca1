"use client";

import { commonsGovernorAbi, MAX_OPTIONS, restrictProposer } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { lazy, Suspense, useMemo } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useChainNow, useSource, useVoice } from "../../../data/ledger.tsx";
import { tokens } from "../../../format/format.ts";
import { type Message, msg, rich, t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { proposalAsked } from "../parts/proposalAsked.ts";
import { argumentsOf, deadlineFrom, type Petition } from "../together/petition.ts";
import { ActionFields } from "./ActionFields.tsx";
import { type DraftContext, finish } from "./actions.ts";
import { type ActionKind, blankAction, newKey, type OptionDraft, type ProposalDraft } from "./draft.ts";

const AsVotersSee = lazy(async () => ({ default: (await import("./AsVotersSee.tsx")).AsVotersSee }));

type ProposalFormProps = {
  draft: ProposalDraft;
  context: DraftContext;
  onChange: (draft: ProposalDraft) => void;
  onLeave: () => void;
  onDrop: () => void;
  /** Members sign it, instead of one holder asking alone. */
  onTogether: (petition: Petition) => void;
};

const kindNames: Readonly<Record<ActionKind, Message>> = {
  release: msg("Publish a release"),
  grant: msg("Spend from the reserve"),
  parameter: msg("Take or refuse a token"),
};

export function ProposalForm({ draft, context, onChange, onLeave, onDrop, onTogether }: ProposalFormProps) {
  const now = useChainNow();
  const { address } = useWallet();
  const source = useSource();
  const governor = context.deployment.contracts.commonsGovernor;
  const ballot = draft.template === "direction";
  const voice = useVoice(address, undefined);
  const { data: threshold } = useQuery({
    queryKey: ["threshold", context.deployment.chainHash],
    enabled: source !== undefined,
    queryFn: () =>
      source?.client.readContract({ address: governor, abi: commonsGovernorAbi, functionName: "proposalThreshold" }),
  });
  const finished = finish(draft, context);
  const ready = "missing" in finished ? undefined : finished;
  const short = address !== undefined && voice !== undefined && threshold !== undefined && voice < threshold;
  // Nobody else who learns of it can ask it first, and withdraw it for good.
  const text = ready && address ? restrictProposer(ready.text, address) : undefined;
  const fingerprint = ready ? `${text}\n${ready.actions.map(({ data }) => data).join()}` : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is what it is about.
  const calls = useMemo((): Call[] => {
    if (!ready || text === undefined || short) return [];
    const propose = { address: governor, abi: commonsGovernorAbi } as const;
    const args = argumentsOf({ ...ready, text, deadline: 0, cosignatures: [] });
    if (ballot) return [{ ...propose, functionName: "proposeBallot", args }];
    return [{ ...propose, functionName: "propose", args: [...args.slice(0, 3), text] }];
  }, [fingerprint, short, governor, ballot]);
  const action = useAction(`propose:${draft.key}`, calls);
  const asked = proposalAsked(action.state);
  const setOption = (key: string, part: Partial<OptionDraft>) =>
    onChange({ ...draft, options: draft.options.map((it) => (it.key === key ? { ...it, ...part } : it)) });

  if (asked !== undefined) {
    return (
      <div className="spread">
        <Section id="asked" title={t("It is asked")}>
          <p className="dim measure mt-4">
            {t("Everyone can read it now, and nobody can change a word of it, not even you.")}
          </p>
          <p className="mt-6 flex flex-wrap gap-x-7">
            <Link className="act vote" href={`/proposals/${asked}`} onClick={onDrop}>
              {t("See the vote")}
            </Link>
          </p>
        </Section>
        <Note>{t("Until it opens, you can still withdraw it.")}</Note>
      </div>
    );
  }

  return (
    <div className="spread">
      <section className="block" aria-labelledby="words">
        <h2 id="words">{t("In words")}</h2>
        <form onSubmit={(event) => event.preventDefault()}>
          <div className="field">
            <label htmlFor="title">{t("The question, in one line")}</label>
            <input
              id="title"
              type="text"
              maxLength={160}
              value={draft.title}
              placeholder={t("Pay for reviewed sentences in three languages")}
              onChange={({ target }) => onChange({ ...draft, title: target.value })}
            />
            <small>{t("What people read first.")}</small>
          </div>
          <div className="field">
            <label htmlFor="text">{t("Why")}</label>
            <textarea
              id="text"
              value={draft.text}
              maxLength={8_000}
              onChange={({ target }) => onChange({ ...draft, text: target.value })}
            />
            <small>{t("What it is good for, what it costs, what speaks against it. It is public, and stays.")}</small>
          </div>
        </form>
        <p className="flex flex-wrap gap-x-7 mt-4">
          <button type="button" className="quiet" onClick={onLeave}>
            {t("Something else instead")}
          </button>
          <button type="button" className="quiet" onClick={onDrop}>
            {t("Throw this draft away")}
          </button>
        </p>
      </section>
      <Note>{t("It is kept in this browser as you write, and can be gone on with another day.")}</Note>
      <section className="block" aria-labelledby="does">
        <h2 id="does">{ballot ? t("The options") : t("What it does")}</h2>
        {ballot ? (
          <>
            <p className="dim measure mt-2">
              {t(
                "Beside them always stands “keep things as they are”. Each option is one act; the one that most voice can live with is carried out.",
              )}
            </p>
            <ol className="ruled">
              {draft.options.map((option, i) => (
                <li key={option.key} className="option-draft">
                  <h3>{rich("Option {i}", { i: i + 1 })}</h3>
                  <form onSubmit={(event) => event.preventDefault()}>
                    <div className="field">
                      <label htmlFor={`${option.key}-title`}>{t("In one line")}</label>
                      <input
                        id={`${option.key}-title`}
                        type="text"
                        maxLength={120}
                        value={option.title}
                        onChange={({ target }) => setOption(option.key, { title: target.value })}
                      />
                    </div>
                    <div className="field">
                      <label htmlFor={`${option.key}-text`}>{t("Why this one")}</label>
                      <textarea
                        id={`${option.key}-text`}
                        style={{ minHeight: 96 }}
                        maxLength={2_000}
                        value={option.text}
                        onChange={({ target }) => setOption(option.key, { text: target.value })}
                      />
                    </div>
                    <div className="field">
                      <label htmlFor={`${option.key}-kind`}>{t("What it does")}</label>
                      <select
                        id={`${option.key}-kind`}
                        value={option.action.kind}
                        onChange={({ target }) =>
                          setOption(option.key, { action: optionAction(target.value as ActionKind, context) })
                        }
                      >
                        {(Object.keys(kindNames) as ActionKind[]).map((kind) => (
                          <option key={kind} value={kind}>
                            {t(kindNames[kind])}
                          </option>
                        ))}
                      </select>
                    </div>
                    <ActionFields
                      id={option.key}
                      draft={option.action}
                      context={context}
                      ordinary
                      onChange={(changed) => setOption(option.key, { action: changed })}
                    />
                  </form>
                  {draft.options.length > 1 && (
                    <button
                      type="button"
                      className="quiet"
                      onClick={() =>
                        onChange({ ...draft, options: draft.options.filter(({ key }) => key !== option.key) })
                      }
                    >
                      {rich("Take option {i} out", { i: i + 1 })}
                    </button>
                  )}
                </li>
              ))}
            </ol>
            {draft.options.length < MAX_OPTIONS && (
              <button
                type="button"
                className="quiet vote mt-2"
                onClick={() =>
                  onChange({
                    ...draft,
                    options: [
                      ...draft.options,
                      { key: newKey(), title: "", text: "", action: optionAction("release", context) },
                    ],
                  })
                }
              >
                {t("One more option")}
              </button>
            )}
          </>
        ) : (
          draft.options.map((option) => (
            <form key={option.key} onSubmit={(event) => event.preventDefault()}>
              <ActionFields
                id={option.key}
                draft={option.action}
                context={context}
                ordinary={false}
                onChange={(changed) => setOption(option.key, { action: changed })}
              />
            </form>
          ))
        )}
      </section>
      <Note>
        {ballot
          ? t(
              "Options may only do what an ordinary vote can. The rules of the commons themselves are asked about one by one.",
            )
          : t(
              "Everything that a vote does is a call of a contract. You see below which one, in words and as the chain sees it.",
            )}
      </Note>
      <section className="block" aria-labelledby="preview">
        <h2 id="preview">{t("As voters will see it")}</h2>
        {ready ? (
          <>
            <h3 className="mt-5">{ready.title}</h3>
            <Suspense>
              <AsVotersSee
                context={context}
                options={ready.options.map((actions, i) => ({
                  key: draft.options[i]?.key ?? `${i}`,
                  title: ballot ? draft.options[i]?.title : undefined,
                  actions,
                }))}
              />
            </Suspense>
          </>
        ) : (
          <p className="dim measure mt-4">
            {rich("{finished}, and it stands here in words.", {
              finished: "missing" in finished ? finished.missing : "",
            })}
          </p>
        )}
        <div className="mt-7" style={{ maxWidth: 340 }}>
          <ActionButton
            action={action}
            verb="vote"
            label={ballot ? t("Ask for a direction") : t("Ask for a vote")}
            idle={short ? t("Not enough voice alone") : "missing" in finished ? finished.missing : t("Not ready yet")}
            done={t("It is asked")}
          >
            {short
              ? t("To ask alone takes {threshold} tokens of voice; you cast {voice}. Members can also ask together.", {
                  threshold: tokens(threshold ?? 0n),
                  voice: tokens(voice ?? 0n),
                })
              : t("One transaction. From then on nobody can change it.")}
          </ActionButton>
        </div>
        {ready && address && text !== undefined && now !== undefined && (
          <p className="mt-4">
            <button
              type="button"
              className="quiet vote"
              onClick={() =>
                onTogether({
                  ...{ chainId: context.deployment.chainId, governor, proposer: address, cosignatures: [] },
                  ...{ deadline: deadlineFrom(now), actions: ready.actions, text },
                  callsPerOption: ready.callsPerOption,
                })
              }
            >
              {t("Ask together with other members")}
            </button>
          </p>
        )}
      </section>
      <Note>
        {rich(
          "An {ordinary} vote is decided by the holders, and members can stop it. A {constitutional} one changes the rules themselves, and needs both.",
          { ordinary: <Term word="ordinary" />, constitutional: <Term word="constitutional" /> },
        )}
      </Note>
    </div>
  );
}

/** What an option may do: a rule that is ordinary, if it is about a rule. */
function optionAction(kind: ActionKind, { assets, ledger }: DraftContext) {
  const asset = [...assets.values()].at(-1)?.address ?? "0x0000000000000000000000000000000000000000";
  const action = blankAction(kind, { asset, model: ledger.models[0]?.id ?? 1 });
  return action.kind === "parameter" ? { ...action, name: "listAsset" as const } : action;
}
