// The fenced blocks of a page.

export type Block = {
  readonly file: string;
  /** The line of its opening fence. */
  readonly line: number;
  /** What stands behind the fence: "sh", "ts", "" ... */
  readonly language: string;
  readonly text: string;
};

export function blocksOf(file: string, markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { line: number; language: string; indent: number; lines: string[] } | undefined;
  for (const [i, line] of markdown.split("\n").entries()) {
    const fence = /^( *)```(\S*)\s*$/.exec(line);
    if (fence === null) open?.lines.push(line.slice(Math.min(open.indent, line.search(/\S|$/))));
    else if (open === undefined) {
      open = { line: i + 1, language: fence[2] as string, indent: (fence[1] as string).length, lines: [] };
    } else {
      const { line: at, language, lines } = open;
      blocks.push({ file, line: at, language, text: lines.join("\n") });
      open = undefined;
    }
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: this block never ends.`);
  return blocks;
}
