// A proposal as people write it: a YAML or JSON file. Every value keeps its place, so that what is wrong with it can be
// pointed at; scalars stay text, since YAML would turn an address into a number and a large number into another.
import { readFile, stat } from "node:fs/promises";
import { isMap, isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { ProposalError } from "./errors.ts";

/** Longer than any proposal that fits into a block. */
const MAX_BYTES = 1 << 20;

export type Value = string | readonly Value[] | { readonly [key: string]: Value };
export type Path = readonly (string | number)[];

const value: z.ZodType<Value> = z.lazy(() => z.union([z.string(), z.array(value), z.record(z.string(), value)]));
const action = z.strictObject({
  contract: z.string(),
  function: z.string(),
  args: z.union([z.array(value), z.record(z.string(), value)]).default([]),
  value: z.string().optional(),
});
const actions = z.array(action).min(1, "needs at least one action");
const option = z.strictObject({ title: z.string().min(1), text: z.string().default(""), actions });
const source = z
  .strictObject({
    title: z.string().min(1),
    text: z.string().default(""),
    actions: actions.optional(),
    options: z.array(option).min(1, "needs at least one option").optional(),
  })
  .refine((it) => (it.actions === undefined) !== (it.options === undefined), "needs either actions or options");

export type SourceAction = z.infer<typeof action>;
export type SourceOption = { title: string; text: string; actions: readonly SourceAction[] };

export type Source = {
  title: string;
  text: string;
  /** A plain proposal's one list of actions, or the options of a ballot. */
  kind: "plain" | "ballot";
  options: readonly SourceOption[];
  /** Where a part stands: "file.yml:3:5, options[1].actions[0]". */
  place: (path: Path) => string;
  /** The path of an option's actions. */
  actionsOf: (option: number) => Path;
};

/** Reads a file's text. Throws {@link ProposalError} if there is none, or it is too long to be a proposal. */
export async function readText(path: string, name: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) throw new Error(`it has ${size} bytes, and at most ${MAX_BYTES} are read`);
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new ProposalError({
      code: "File",
      what: `${name} can't be read.`,
      why: `The reason: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: "Name a file of YAML or JSON, or the number of a proposal.",
      cause,
    });
  }
}

/** Reads what a file says. Throws {@link ProposalError} that names file, line and column. */
export function parseSource(text: string, name: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: "failsafe", lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const [broken] = document.errors;
  if (broken) throw malformed(at(broken.pos[0]), `${broken.message}.`);
  if (!isMap(document.contents)) throw malformed(name, "It holds no title and no actions.");

  const place = (path: Path): string => {
    const words = inWords(path);
    // What is missing stands nowhere: its parent does.
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return `${at(node.range[0])}${words && `, ${words}`}`;
    }
    return words ? `${name}, ${words}` : name;
  };
  const parsed = source.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []) as Path;
    throw malformed(place(path), `${(issue?.message ?? "It is malformed").replace(/\.$/, "")}.`);
  }
  const { title, text: body, actions: plain, options } = parsed.data;
  const shared = { title, text: body, place };
  if (plain !== undefined) {
    return { ...shared, kind: "plain", options: [{ title, text: body, actions: plain }], actionsOf: () => ["actions"] };
  }
  return { ...shared, kind: "ballot", options: options ?? [], actionsOf: (i) => ["options", i, "actions"] };
}

function malformed(where: string, why: string): ProposalError {
  return new ProposalError({
    code: "Source",
    what: `${where} is no proposal as it should be.`,
    why,
    fix: "Correct that place.",
  });
}

function inWords(path: Path): string {
  return path.map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`)).join("");
}
