// The tables of docs/review-attacks.md and its file of figures.

export type Cell = string | number;

export function csv<Row extends object>(rows: readonly Row[], columns: readonly (keyof Row & string)[]): string {
  const cell = (value: unknown) => (typeof value === "number" ? Number(value.toFixed(4)) : (value ?? ""));
  const lines = rows.map((row) => columns.map((column) => quoted(String(cell(row[column])))).join(","));
  return `${[columns.join(","), ...lines].join("\n")}\n`;
}

function quoted(text: string): string {
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function markdown(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${head.map((_, i) => (i === 0 ? "---" : "--:")).join("|")}|`, ...rows.map(line)].join("\n");
}

export function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** Puts each table between its marks, `<!-- figures: NAME -->` and `<!-- end of figures -->`. */
export function withTables(document: string, tables: Readonly<Record<string, string>>): string {
  let out = document;
  for (const [name, table] of Object.entries(tables)) {
    const marked = new RegExp(`(<!-- figures: ${name} -->\n)[^]*?(\n<!-- end of figures -->)`);
    if (!marked.test(out)) throw new Error(`There is no place for the figures "${name}".`);
    out = out.replace(marked, (_, start: string, end: string) => `${start}\n${table}\n${end}`);
  }
  return out;
}
