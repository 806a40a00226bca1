// How complete the dApp's languages are, and what a new one begins with. See docs/languages.md.
import { existsSync } from "node:fs";
import { Command } from "commander";
import { CommonmindError } from "../../sdk/src/errors.ts";
import { type OutputOptions, type Result, runCommand, runProgram, say, writeWhole } from "../lib/cli.ts";
import { findMessages } from "./found.ts";
import { languageFile, languageTags, readLanguage, type Standing, standingOf } from "./languages.ts";

type Options = OutputOptions & { add?: string; fill?: boolean };

async function run({ add, fill }: Options): Promise<Result> {
  const { messages, faults } = findMessages();
  const english = [...messages.keys()];
  if (add !== undefined) await begin(add);
  const tags = languageTags();
  if (fill || add !== undefined) for (const tag of add === undefined ? tags : [add]) await refresh(tag, english);
  const languages = tags.map((tag) => standingOf(tag, english));
  const fine =
    faults.length === 0 &&
    languages.every(({ missing, unused, wrong }) => !missing.length && !unused.length && !wrong.length);
  return {
    json: { sentences: english.length, faults, languages },
    text: [...faults, ...languages.map(inWords)].join("\n"),
    exitCode: fine ? 0 : 1,
  };
}

async function begin(tag: string): Promise<void> {
  const refuse = (why: string, fix: string) =>
    new CommonmindError({ code: "Language", what: `“${tag}” can't be begun.`, why, fix });
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag))
    throw refuse("It isn't the tag of a language.", "Give one such as fr, or pt-BR.");
  if (existsSync(languageFile(tag))) throw refuse("It is there already.", "Run the same without --add.");
  await writeWhole(languageFile(tag), "{}\n");
}

/** In the order of the sources, with what is missing as an empty text, and without what nothing says any more. */
async function refresh(tag: string, english: readonly string[]): Promise<void> {
  const own = readLanguage(tag);
  const sentences = Object.fromEntries(english.map((message) => [message, own[message] ?? ""]));
  await writeWhole(languageFile(tag), `${JSON.stringify(sentences, undefined, 2)}\n`);
  say(`Written to frontend/messages/${tag}.json`);
}

function inWords({ language, sentences, missing, unused, wrong }: Standing): string {
  const shown = (title: string, list: readonly string[]) =>
    list.length === 0
      ? []
      : [
          `  ${title}:`,
          ...list.slice(0, 20).map((it) => `    ${it}`),
          ...(list.length > 20 ? [`    and ${list.length - 20} more`] : []),
        ];
  return [
    `${language}: ${sentences - missing.length} of ${sentences} sentences`,
    ...shown("missing", missing),
    ...shown("not said any more", unused),
    ...shown(
      "wrong",
      wrong.map(({ message, why }) => `${message}\n      ${why}`),
    ),
  ].join("\n");
}

const program = new Command("messages")
  .description(
    "Says how complete the dApp's languages are. English stands in the code; every other language is a file in frontend/messages.",
  )
  .option("--add <tag>", "begin a language: writes frontend/messages/TAG.json with every sentence still empty")
  .option(
    "--fill",
    "write missing sentences into each language as empty texts, and take out those that nothing says any more",
  )
  .option("--json", "print one JSON object")
  .option("--out <file>", "write that object to a file")
  .addHelpText(
    "after",
    "\nExample:\n  npm run messages -- --add fr\n\nEnds with 1 if anything is missing, and with 2 on bad input.",
  )
  .action((options: Options) => runCommand(options, () => run(options)));

await runProgram(program);
