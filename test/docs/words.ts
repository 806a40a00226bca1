// A command of a page as a shell would read it: settings before it, then its words.
import type { Block } from "./blocks.ts";

export type Command = {
  readonly file: string;
  readonly line: number;
  /** As it stands on the page, on one line. */
  readonly text: string;
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
};

/** What our pages begin a command with: a block without a language that begins so is one of commands. */
const starts = /^(?:[A-Z_]+=\S+ )*(?:npm|npx|node|curl|git|docker|set) /;

export function isOfCommands({ language, text }: Block): boolean {
  if (["sh", "bash", "shell", "console"].includes(language)) return true;
  return language === "" && starts.test(`${text.trimStart().split("\n")[0]} `);
}

export function commandsOf({ file, line, text }: Block): Command[] {
  return text
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .map((it) => it.trim())
    .filter((it) => it !== "" && !it.startsWith("#"))
    .map((command) => {
      const words = split(command);
      const settings = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
      const env = Object.fromEntries(words.slice(0, settings).map((word) => word.split(/=(.*)/s).slice(0, 2)));
      return { file, line, text: command, env, words: words.slice(settings) };
    });
}

/** Quotes hold words together; nothing else of a shell is on our pages. */
function split(command: string): string[] {
  if (/[|;&<>`$]/.test(command.replace(/'[^']*'|"[^"]*"/g, ""))) {
    throw new Error(`Write one command on a line, without the means of a shell: ${command}`);
  }
  return [...command.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replace(/'([^']*)'|"([^"]*)"/g, "$1$2"),
  );
}
