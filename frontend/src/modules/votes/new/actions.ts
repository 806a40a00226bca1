// A draft's actions as calls, or what is missing in words; and the whole as the governor takes it.

import {
  ballotDescription,
  type Deployment,
  GovernanceError,
  modelRegistryAbi,
  treasuryAbi,
  writeProposalText,
} from "@commonmind/sdk";
import { concat, encodeFunctionData, getAddress, type Hex, isAddress, isHex, keccak256 } from "viem";
import type { Asset, Joining, Ledger, ProposalAction } from "../../../data/types.ts";
import { parseAmount } from "../../../format/parseAmount.ts";
import { t } from "../../../i18n/i18n.ts";
import type { ActionDraft, ProposalDraft } from "./draft.ts";
import { encodeParameter, type PresentRules } from "./parameters.ts";

export type DraftContext = {
  readonly ledger: Ledger;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly deployment: Deployment;
  readonly rules: PresentRules | undefined;
  /** The newest closed batch of each model: what a release can cover. */
  readonly closed: ReadonlyMap<number, number>;
};

/** What is wrong, by the field that it is about. */
export type Encoding = { readonly action: ProposalAction } | { readonly wrong: Readonly<Record<string, string>> };

/** Contributions that a release up to a batch would take in, in the order of their numbers. */
export const covered = ({ growing }: Ledger, model: number, lastBatch: number): readonly Joining[] =>
  (growing.get(model) ?? []).filter(({ batch }) => batch <= BigInt(lastBatch));

/** The list of the work in a release as one hash: keccak256 of the roots of what joins, in the order of their numbers. */
const dataRootOf = (roots: readonly Hex[]): Hex => keccak256(concat(roots));

export function encodeAction(draft: ActionDraft, context: DraftContext): Encoding {
  const { deployment, assets, ledger, rules, closed } = context;
  switch (draft.kind) {
    case "grant": {
      const asset = assets.get(draft.asset.toLowerCase());
      const parsed = asset && parseAmount(draft.amount, asset);
      const wrong: Record<string, string> = {};
      if (!parsed) wrong.amount = t("Say how much.");
      else if ("wrong" in parsed) wrong.amount = parsed.wrong;
      if (!isAddress(draft.to.trim(), { strict: false })) wrong.to = t("Say to whom: 0x and forty letters and digits.");
      if (!parsed || "wrong" in parsed || wrong.to) return { wrong };
      const args = [draft.asset, getAddress(draft.to.trim()), parsed.amount] as const;
      const data = encodeFunctionData({ abi: treasuryAbi, functionName: "spend", args });
      return { action: { target: deployment.contracts.treasury, value: 0n, data } };
    }
    case "release": {
      const model = ledger.models.find(({ id }) => id === draft.model);
      const lastBatch = closed.get(draft.model);
      const wrong: Record<string, string> = {};
      if (!model || lastBatch === undefined) return { wrong: { model: t("Choose a model.") } };
      const weights = draft.weights.trim();
      if (!isHex(weights) || weights.length !== 66)
        wrong.weights = t("Choose the file, or write its fingerprint: 0x and 64 digits.");
      if (!draft.licence.trim()) wrong.licence = t("Say under which licence.");
      if (!draft.card.trim()) wrong.card = t("Say where it is described.");
      if (Object.keys(wrong).length > 0) return { wrong };
      const info = {
        weightsHash: weights as Hex,
        dataRoot: dataRootOf(covered(ledger, model.id, lastBatch).map(({ root }) => root)),
        modelCard: draft.card.trim(),
        licence: draft.licence.trim(),
        evaluation: draft.evaluation.trim(),
      };
      const args = [BigInt(draft.model), lastBatch, info] as const;
      const data = encodeFunctionData({ abi: modelRegistryAbi, functionName: "publish", args });
      return { action: { target: deployment.contracts.modelRegistry, value: 0n, data } };
    }
    case "parameter": {
      if (draft.value.trim() === "") return { wrong: { value: t("Say what it is to be.") } };
      const encoded = encodeParameter(draft.name, draft.value, deployment, rules);
      return "wrong" in encoded ? { wrong: { value: encoded.wrong } } : encoded;
    }
  }
}

export type Finished = {
  readonly title: string;
  /** One list for a plain proposal, one an option otherwise. */
  readonly options: readonly (readonly ProposalAction[])[];
  readonly actions: readonly ProposalAction[];
  /** With the titles and texts of all options; without the suffix of a ballot, which the governor adds. */
  readonly text: string;
  readonly callsPerOption: readonly number[];
};

/** The whole, as the governor takes it; or what is still missing, in a sentence. */
export function finish(draft: ProposalDraft, context: DraftContext): Finished | { readonly missing: string } {
  if (!draft.title.trim()) return { missing: t("Give it a title") };
  const encoded = draft.options.map(({ action }) => encodeAction(action, context));
  const ballot = draft.template === "direction";
  if (ballot && draft.options.some(({ title }) => !title.trim())) return { missing: t("Give every option a title") };
  const actions = encoded.flatMap((it) => ("action" in it ? [it.action] : []));
  if (actions.length < encoded.length) {
    const first = encoded.findIndex((it) => "wrong" in it);
    return { missing: ballot ? t("Fill in option {first}", { first: first + 1 }) : t("Fill in what it does") };
  }
  const callsPerOption = ballot ? actions.map(() => 1) : [];
  try {
    const options = ballot ? draft.options.map(({ title, text }) => ({ title, text })) : [];
    const text = writeProposalText({ title: draft.title, text: draft.text, options });
    // Throws where it could be taken for another's.
    ballotDescription({ text, callsPerOption });
    const lists = ballot ? actions.map((action) => [action]) : [actions];
    return { title: draft.title.trim(), options: lists, actions, text, callsPerOption };
  } catch (error) {
    if (error instanceof GovernanceError) return { missing: error.message.split("\n")[0] ?? t("Change the text") };
    throw error;
  }
}
