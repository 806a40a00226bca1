// The promises of docs/promises.md: a number, what is promised, who keeps it, and whether it is only planned.

/** A promise's number, wherever it stands: T4, K1, ... */
export const NUMBER = /\b[TKCRMGX]\d{1,2}\b/g;

export const PROMISES = "docs/promises.md";

export type PromiseOfOurs = {
  readonly number: string;
  readonly section: string;
  readonly text: string;
  /** Files that the page says check it, as it writes them. */
  readonly named: readonly string[];
  /** Why nothing checks it yet; "" if the page says that it is planned and not why; null if it isn't planned. */
  readonly planned: string | null;
};

/** Numbers in a text, each once, in its order. */
export const numbersIn = (text: string): string[] => [...new Set(text.match(NUMBER) ?? [])];

/** What the page's tables say, row by row. */
export function readPromises(page: string): PromiseOfOurs[] {
  const promises: PromiseOfOurs[] = [];
  let section = "";
  for (const line of page.split("\n")) {
    if (line.startsWith("## ")) section = line.slice("## ".length).trim();
    const cells = line.split("|").map((cell) => cell.trim());
    const [, number = "", text = "", , checks = ""] = cells;
    if (cells.length !== 6 || !/^[TKCRMGX]\d{1,2}$/.test(number)) continue;
    const planned = /^planned(?::\s*(.*))?$/.exec(checks);
    promises.push({
      number,
      section,
      text,
      named: [...checks.matchAll(/`([^`]*\.(?:test\.ts|t\.sol))`/g)].map(([, file = ""]) => file),
      planned: planned ? (planned[1] ?? "") : null,
    });
  }
  return promises;
}
