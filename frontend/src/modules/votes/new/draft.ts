// What somebody is writing: a proposal before it is one. Kept in the browser until it is asked, or thrown away.
import { type Address, isAddress } from "viem";
import { keep, readKept } from "../../../ui/kept.ts";
import { type ParameterName, parameterNames } from "./parameters.ts";

export type ActionDraft =
  | { readonly kind: "grant"; readonly asset: Address; readonly amount: string; readonly to: string }
  | {
      readonly kind: "release";
      readonly model: number;
      readonly weights: string;
      readonly card: string;
      readonly licence: string;
      readonly evaluation: string;
    }
  | { readonly kind: "parameter"; readonly name: ParameterName; readonly value: string };
export type ActionKind = ActionDraft["kind"];

export type OptionDraft = {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly action: ActionDraft;
};

export type Template = "direction" | ActionKind;
export const templates: readonly Template[] = ["direction", "release", "grant", "parameter"];

export type ProposalDraft = {
  readonly key: string;
  readonly template: Template;
  readonly title: string;
  readonly text: string;
  /** One for a plain proposal; what a direction ballot puts side by side, otherwise. */
  readonly options: readonly OptionDraft[];
  readonly savedAt: number;
};

let made = 0;
export const newKey = (): string => `${Date.now().toString(36)}-${++made}`;

export function blankAction(kind: ActionKind, { asset, model }: { asset: Address; model: number }): ActionDraft {
  switch (kind) {
    case "grant":
      return { kind, asset, amount: "", to: "" };
    case "release":
      return { kind, model, weights: "", card: "", licence: "Apache-2.0", evaluation: "" };
    case "parameter":
      return { kind, name: "split", value: "" };
  }
}

export function blankDraft(template: Template, of: { asset: Address; model: number }): ProposalDraft {
  const option = (kind: ActionKind): OptionDraft => ({
    ...{ key: newKey(), title: "", text: "", action: blankAction(kind, of) },
  });
  return {
    ...{ key: newKey(), template, title: "", text: "", savedAt: Date.now() },
    options: template === "direction" ? [option("release"), option("release")] : [option(template)],
  };
}

/** True while there is nothing in it that would be lost. */
const isBlank = ({ title, text, options }: ProposalDraft): boolean =>
  title === "" &&
  text === "" &&
  options.every(
    ({ title: own, text: said, action }) =>
      own === "" &&
      said === "" &&
      (action.kind === "grant"
        ? action.amount === "" && action.to === ""
        : action.kind === "release"
          ? action.weights === "" && action.card === "" && action.evaluation === ""
          : action.value === ""),
  );

const place = (chainHash: string) => `commonmind.drafts:${chainHash}`;

/** Drafts of this co-op, the latest first. */
export function readDrafts(chainHash: string): ProposalDraft[] {
  try {
    const kept = JSON.parse(readKept(place(chainHash)) ?? "[]") as unknown;
    return Array.isArray(kept) ? kept.filter(isDraft) : [];
  } catch {
    return [];
  }
}

const isText = (it: unknown): it is string => typeof it === "string";

/** The last millisecond that a date can be. */
const LATEST = 8.64e15;

/** Every field is there, as forms and calls are made of them: a page that keeps half a draft would break each time. */
function isDraft(it: Partial<ProposalDraft> | null): it is ProposalDraft {
  if (typeof it !== "object" || it === null || !Array.isArray(it.options)) return false;
  const { key, template, title, text, options, savedAt } = it;
  return (
    [key, title, text].every(isText) &&
    templates.includes(template as Template) &&
    Number.isSafeInteger(savedAt) &&
    Math.abs(savedAt as number) <= LATEST &&
    options.length > 0 &&
    options.every(
      (option: Partial<OptionDraft> | null) =>
        typeof option === "object" &&
        option !== null &&
        [option.key, option.title, option.text].every(isText) &&
        isAction(option.action),
    )
  );
}

function isAction(action: Partial<ActionDraft> | null | undefined): action is ActionDraft {
  switch (action?.kind) {
    case "grant":
      return (
        isText(action.asset) && isAddress(action.asset, { strict: false }) && [action.amount, action.to].every(isText)
      );
    case "release": {
      const { model, weights, card, licence, evaluation } = action;
      return Number.isSafeInteger(model) && [weights, card, licence, evaluation].every(isText);
    }
    case "parameter":
      return parameterNames.includes(action.name as ParameterName) && isText(action.value);
    default:
      return false;
  }
}

export function keepDraft(chainHash: string, draft: ProposalDraft): void {
  const others = readDrafts(chainHash).filter(({ key }) => key !== draft.key);
  keep(place(chainHash), JSON.stringify(isBlank(draft) ? others : [{ ...draft, savedAt: Date.now() }, ...others]));
}

export function dropDraft(chainHash: string, key: string): void {
  const rest = readDrafts(chainHash).filter((it) => it.key !== key);
  keep(place(chainHash), JSON.stringify(rest));
}
