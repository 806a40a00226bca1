// Proposals that are asked often, made from a few settings: the same as a file, which is what they become.
import {
  chamberParameters,
  isChamberParameter,
  modelRegistryAbi,
  type ParameterSetterName,
  parameterSetters,
  readChamberRules,
  withChamberRule,
} from "@commonmind/sdk";
import { stringify } from "yaml";
import type { Coop } from "./coop.ts";
import { badOption } from "./errors.ts";
import { parseSource, type Source, type SourceAction } from "./source.ts";

export const templateNames = ["direction", "register", "release", "grant", "parameter"] as const;
export type TemplateName = (typeof templateNames)[number];

export type TemplateParameters = {
  settings: ReadonlyMap<string, string>;
  /** The options of a direction: plain proposals of their own. */
  options: readonly Source[];
};

type Plain = { title: string; text?: string; actions: readonly SourceAction[] };
type Written = Plain | (Omit<Plain, "actions"> & { options: Plain[] });
type Settings = { need: (name: string) => string; may: (name: string) => string | undefined };

/** What each takes beside `title` and `text`. */
export const templateSettings: Readonly<Record<TemplateName, readonly string[]>> = {
  direction: [],
  register: ["name", "about", "upstream"],
  release: ["model", "batch", "weights", "data", "card", "licence", "evaluation"],
  grant: ["to", "amount"],
  parameter: ["name", "value"],
};

export async function sourceFromTemplate(
  name: TemplateName,
  parameters: TemplateParameters,
  coop: Coop,
): Promise<Source> {
  const allowed = ["title", "text", ...templateSettings[name]];
  for (const key of parameters.settings.keys()) {
    if (!allowed.includes(key))
      throw badOption(`--set ${key} is nothing that the template ${name} knows.`, `It takes ${allowed.join(", ")}.`);
  }
  if (parameters.options.length > 0 && name !== "direction") {
    throw badOption("--option goes with --template direction.", "Only a ballot has options.");
  }
  const settings: Settings = {
    need(key) {
      const value = parameters.settings.get(key);
      if (value === undefined) throw badOption(`--set ${key}=... is missing.`, `The template ${name} needs it.`);
      return value;
    },
    may: (key) => parameters.settings.get(key),
  };
  const written = await write[name](settings, parameters.options, coop);
  const words = {
    ...written,
    title: settings.may("title") ?? written.title,
    text: settings.may("text") ?? written.text ?? "",
  };
  return parseSource(stringify(words), `template ${name}`);
}

type Writer = (settings: Settings, options: readonly Source[], coop: Coop) => Promise<Written>;

const write: Readonly<Record<TemplateName, Writer>> = {
  async direction({ need }, options) {
    const [first] = options;
    if (!first)
      throw badOption("--option FILE is missing.", "A direction is a choice between one proposal and others.");
    for (const { kind, place } of options) {
      if (kind === "ballot") throw badOption(`${place([])} is a ballot itself.`, "An option is a plain proposal.");
    }
    return {
      title: need("title"),
      options: options.map(({ title, text, options: [only] }) => ({ title, text, actions: only?.actions ?? [] })),
    };
  },
  async register({ need, may }) {
    const name = need("name");
    const args = {
      name,
      uri: need("about"),
      upstream: (may("upstream") ?? "").split(/\s+/).filter(Boolean).map(upstreamOf),
    };
    return { title: `Add the model ${name}`, actions: [{ contract: "modelRegistry", function: "register", args }] };
  },
  async release({ need, may }, _, coop) {
    const id = need("model");
    const model = /^\d{1,9}$/.test(id) ? coop.names.modelName(Number(id)) : undefined;
    if (model === undefined)
      throw badOption(`--set model=${id}: there is no such model.`, "Models are numbered from 1.");
    const args = {
      modelId: id,
      lastBatch: may("batch") ?? `${await lastClosedBatch(coop, BigInt(id))}`,
      info: {
        weightsHash: need("weights"),
        dataRoot: need("data"),
        modelCard: may("card") ?? "",
        licence: need("licence"),
        evaluation: may("evaluation") ?? "",
      },
    };
    return {
      title: `Publish release ${coop.names.nextRelease(Number(id))} of ${model}`,
      actions: [{ contract: "modelRegistry", function: "publish", args }],
    };
  },
  async grant({ need }, _, coop) {
    const [to, amount] = [need("to"), need("amount")];
    const asset = amount.split(/\s+/)[1] ?? "";
    if (!coop.units.some(({ symbol }) => symbol === asset)) {
      const symbols = coop.units.map(({ symbol }) => symbol).join(", ");
      throw badOption(
        `--set amount=${JSON.stringify(amount)} names no asset.`,
        `Write it with its unit: 1.5 ETH (${symbols}).`,
      );
    }
    return {
      title: `Grant ${amount} from the reserve`,
      actions: [{ contract: "treasury", function: "spend", args: { asset, to, amount } }],
    };
  },
  async parameter({ need }, _, coop) {
    const [name, value] = [need("name"), need("value")];
    return { title: `Change ${name} to ${value}`, actions: [await parameterAction(name, value, coop)] };
  },
};

/** "1:20%": a model, and the part of the revenue that it gets. */
function upstreamOf(text: string) {
  const [, modelId, bps] = /^(\d{1,9}):(\S+)$/.exec(text) ?? [];
  if (modelId !== undefined && bps !== undefined) return { modelId, bps };
  throw badOption(`upstream is "${text}".`, "Write a model's number and its part of the revenue: 1:20%.");
}

async function lastClosedBatch({ client, deployment }: Coop, modelId: bigint): Promise<number> {
  const models = { address: deployment.contracts.modelRegistry, abi: modelRegistryAbi } as const;
  const { openBatch } = await client.readContract({ ...models, functionName: "modelAt", args: [modelId] });
  return openBatch - 1;
}

/** Those that take one value, which is written as its unit is. */
const single: Readonly<Record<string, ParameterSetterName>> = {
  votingDelay: "votingDelay",
  votingPeriod: "votingPeriod",
  proposalThreshold: "proposalThreshold",
  guardian: "guardian",
  timelock: "delay",
  joinBound: "joinBound",
  mintCap: "mintCap",
};

export const parameterNames = [...Object.keys(single), "quorum", ...Object.keys(chamberParameters), "split", "ceiling"];

/** The call that sets a rule. */
function setting(name: ParameterSetterName, args: SourceAction["args"]): SourceAction {
  const { contract, functionName } = parameterSetters[name];
  return { contract, function: functionName, args };
}

async function parameterAction(name: string, value: string, coop: Coop): Promise<SourceAction> {
  const setter = Object.hasOwn(single, name) ? single[name] : undefined;
  if (setter !== undefined) return setting(setter, [value]);
  if (isChamberParameter(name)) {
    const rules = await readChamberRules(coop.client, coop.deployment.contracts.commonsGovernor);
    const present = Object.fromEntries(Object.entries(rules).map(([key, it]) => [key, `${it}`]));
    return setting("chambers", [withChamberRule(present, name, value)]);
  }
  switch (name) {
    case "quorum":
      return setting("quorum", [value.replace(/\s*%$/, "")]);
    case "split": {
      const [contributors = "", dividend = "", reserve = ""] = value.split(/[\s,/]+/);
      return setting("split", [{ contributors, dividend, reserve }]);
    }
    case "ceiling":
      return setting("ceiling", { asset: value.split(/\s+/)[1] ?? "", perEpoch: value });
    default:
      throw badOption(`--set name=${name} is no parameter.`, `It may be ${parameterNames.join(", ")}.`);
  }
}
