// Asking at a terminal, a line at a time. Lines that come before they are asked for (a list that was pasted) wait for their
// question.
import { createInterface } from "node:readline/promises";

export type Terminal = {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether somebody is there who could answer. */
  readonly attended: boolean;
};

export type Asking = {
  /** Rejects if the terminal is closed, or Ctrl-C pressed. */
  line(question: string): Promise<string>;
  say(text: string): void;
  close(): void;
};

export const ownTerminal = (): Terminal => ({
  input: process.stdin,
  output: process.stderr,
  attended: Boolean(process.stdin.isTTY && process.stderr.isTTY),
});

export function openAsking({ input, output }: Terminal): Asking {
  const lines = createInterface({ input, output });
  const early: string[] = [];
  const closed = new AbortController();
  lines.on("line", (line) => early.push(line));
  lines.once("SIGINT", () => lines.close());
  lines.once("close", () => closed.abort());
  const stopped = () => new Error("Stopped: nothing was written.");
  return {
    async line(question) {
      const waiting = early.shift();
      if (waiting !== undefined) {
        output.write(`${question}${waiting}\n`);
        return waiting.trim();
      }
      if (closed.signal.aborted) throw stopped();
      const answer = lines.question(question, { signal: closed.signal });
      return (
        await answer.catch(() => {
          throw stopped();
        })
      ).trim();
    },
    say: (text) => void output.write(`${text}\n`),
    close: () => lines.close(),
  };
}
