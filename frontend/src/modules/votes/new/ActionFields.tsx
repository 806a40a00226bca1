"use client";

import { useState } from "react";
import { number, share } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { FileButton } from "../../../ui/FileButton.tsx";
import { covered, type DraftContext, encodeAction } from "./actions.ts";
import type { ActionDraft } from "./draft.ts";
import { type ParameterName, parameterNames, parameters } from "./parameters.ts";
import { weightsHash } from "./weightsHash.ts";

type FieldsProps<draft> = {
  id: string;
  draft: draft;
  context: DraftContext;
  onChange: (draft: ActionDraft) => void;
  /** Only what an option of a ballot may do. */
  ordinary: boolean;
};

/** The fields of one action: what it does, and what is wrong with it once a field is left. */
export function ActionFields({ draft, ...props }: FieldsProps<ActionDraft>) {
  switch (draft.kind) {
    case "grant":
      return <GrantFields draft={draft} {...props} />;
    case "release":
      return <ReleaseFields draft={draft} {...props} />;
    case "parameter":
      return <ParameterFields draft={draft} {...props} />;
  }
}

type TextFieldProps = {
  id: string;
  label: string;
  help: string;
  value: string;
  placeholder?: string;
  wrong: string | undefined;
  onChange: (value: string) => void;
  decimal?: boolean;
};

/** What is wrong is said when the field is left, not while it is written. */
function TextField({ id, label, help, value, placeholder, wrong, onChange, decimal = false }: TextFieldProps) {
  const [left, setLeft] = useState(false);
  const shown = left && value !== "" ? wrong : undefined;
  return (
    <div className={shown ? "field wrong" : "field"}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        spellCheck={false}
        inputMode={decimal ? "decimal" : "text"}
        value={value}
        placeholder={placeholder}
        aria-describedby={`${id}-help`}
        aria-invalid={shown !== undefined}
        onChange={({ target }) => onChange(target.value)}
        onBlur={() => setLeft(true)}
      />
      <small id={`${id}-help`}>{shown ?? help}</small>
    </div>
  );
}

const wrongOf = (draft: ActionDraft, context: DraftContext): Readonly<Record<string, string>> => {
  const encoded = encodeAction(draft, context);
  return "wrong" in encoded ? encoded.wrong : {};
};

function GrantFields({ id, draft, context, onChange }: FieldsProps<Extract<ActionDraft, { kind: "grant" }>>) {
  const wrong = wrongOf(draft, context);
  return (
    <>
      <div className="pair">
        <TextField
          id={`${id}-amount`}
          label={t("How much")}
          help={t("From the reserve, within its ceiling for 30 days.")}
          placeholder="400.00"
          decimal
          value={draft.amount}
          wrong={wrong.amount}
          onChange={(amount) => onChange({ ...draft, amount })}
        />
        <div className="field">
          <label htmlFor={`${id}-asset`}>{t("In")}</label>
          <select
            id={`${id}-asset`}
            value={draft.asset}
            onChange={({ target }) => onChange({ ...draft, asset: target.value as `0x${string}` })}
          >
            {[...context.assets.values()].map(({ address, symbol }) => (
              <option key={address} value={address}>
                {symbol}
              </option>
            ))}
          </select>
        </div>
      </div>
      <TextField
        id={`${id}-to`}
        label={t("To whom")}
        help={t("Compare it twice: what is sent can’t be taken back.")}
        placeholder="0x…"
        value={draft.to}
        wrong={wrong.to}
        onChange={(to) => onChange({ ...draft, to })}
      />
    </>
  );
}

function ReleaseFields({ id, draft, context, onChange }: FieldsProps<Extract<ActionDraft, { kind: "release" }>>) {
  const [progress, setProgress] = useState<number>();
  const wrong = wrongOf(draft, context);
  const model = context.ledger.models.find((it) => it.id === draft.model);
  const lastBatch = context.closed.get(draft.model);
  const joining = model && lastBatch !== undefined ? covered(context.ledger, model.id, lastBatch) : [];
  const growing = model?.sums.growing ?? 0;
  const hash = async (file: File) => {
    setProgress(0);
    const weights = await weightsHash(file, setProgress).catch(() => "");
    setProgress(undefined);
    onChange({ ...draft, weights });
  };
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-model`}>{t("Of which model")}</label>
        <select
          id={`${id}-model`}
          value={draft.model}
          onChange={({ target }) => onChange({ ...draft, model: Number(target.value) })}
        >
          {context.ledger.models.map((it) => (
            <option key={it.id} value={it.id}>
              {it.name}
            </option>
          ))}
        </select>
        <small>
          {joining.length > 0
            ? t("{joining, plural, one {# contribution joins} other {# contributions join}} with it.", {
                joining: joining.length,
              })
            : t("No new work joins with it: only the weights are new.")}
          {growing > joining.length &&
            t(" {growing} more {manyGrowing, plural, one {waits} other {wait}} until its batch is closed.", {
              growing: number(growing - joining.length),
              manyGrowing: growing - joining.length,
            })}
        </small>
      </div>
      <TextField
        id={`${id}-weights`}
        label={t("Fingerprint of the weights")}
        help={
          progress === undefined
            ? t("SHA-256 of the file: 0x and 64 digits.")
            : t("Reading the file: {percent}", { percent: share(BigInt(Math.round(progress * 1_000)), 1_000n, 0) })
        }
        placeholder="0x…"
        value={draft.weights}
        wrong={wrong.weights}
        onChange={(weights) => onChange({ ...draft, weights })}
      />
      <FileButton onFile={(file) => void hash(file)}>{t("Make it from the file")}</FileButton>
      <TextField
        id={`${id}-card`}
        label={t("Where it is described")}
        help={t("The address of its model card.")}
        placeholder={t("ipfs://… or https://…")}
        value={draft.card}
        wrong={wrong.card}
        onChange={(card) => onChange({ ...draft, card })}
      />
      <TextField
        id={`${id}-evaluation`}
        label={t("How it was tested")}
        help={t("The address of the evaluation, if there is one.")}
        placeholder={t("ipfs://… or https://…")}
        value={draft.evaluation}
        wrong={wrong.evaluation}
        onChange={(evaluation) => onChange({ ...draft, evaluation })}
      />
      <TextField
        id={`${id}-licence`}
        label={t("Licence")}
        help={t("By its SPDX name, such as Apache-2.0.")}
        value={draft.licence}
        wrong={wrong.licence}
        onChange={(licence) => onChange({ ...draft, licence })}
      />
    </>
  );
}

/** Only these are on the governor's list of ordinary functions. */
const ordinaryNames: readonly ParameterName[] = ["listAsset", "delistAsset"];

function ParameterFields({
  id,
  draft,
  context,
  onChange,
  ordinary,
}: FieldsProps<Extract<ActionDraft, { kind: "parameter" }>>) {
  const wrong = wrongOf(draft, context);
  const names = ordinary ? ordinaryNames : parameterNames;
  const present = context.rules?.values[draft.name];
  return (
    <>
      <div className="field">
        <label htmlFor={`${id}-name`}>{t("Which rule")}</label>
        <select
          id={`${id}-name`}
          value={draft.name}
          onChange={({ target }) => onChange({ ...draft, name: target.value as ParameterName, value: "" })}
        >
          {names.map((name) => (
            <option key={name} value={name}>
              {t(parameters[name].name)}
            </option>
          ))}
        </select>
        {present && <small>{rich("Now: {present}", { present })}</small>}
      </div>
      <TextField
        id={`${id}-value`}
        label={t("What it is to be")}
        help={t(parameters[draft.name].help)}
        placeholder={present ?? "0x…"}
        value={draft.value}
        wrong={wrong.value}
        onChange={(value) => onChange({ ...draft, value })}
      />
    </>
  );
}
