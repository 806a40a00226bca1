// Bytes that pass between a file here and somebody far away: whoever stands still keeps nothing open for long.
import type { FileHandle } from "node:fs/promises";
import { contentError } from "./errors.ts";

/** Bytes that are read from a file at once. */
const PIECE = 65_536;

export type FileStream = {
  /** Aborted when whoever asked is gone. */
  readonly signal: AbortSignal;
  /** Milliseconds in which a piece has to be taken. */
  readonly patience: number;
  /** Called once, when the file is closed: read to its end, given up, or left lying. */
  readonly ended: () => Promise<void>;
  /** Breaks off the connection; without it the stream has an error where nothing is taken of it. */
  readonly hangUp?: (() => void) | undefined;
};

/** The rest of a file, piece by piece as it is taken; the file is closed whichever way that ends. */
export function streamFile(
  file: FileHandle,
  { signal, patience, ended, hangUp }: FileStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  let leave = () => {};
  const end = async () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
    await file.close().catch(() => {});
    await ended();
  };
  return new ReadableStream(
    {
      start(controller) {
        // Nobody is there to be told of an error.
        leave = () => {
          if (!over) controller.close();
          void end();
        };
        signal.addEventListener("abort", leave, { once: true });
        timer = setTimeout(() => {
          if (hangUp) hangUp();
          else controller.error(new Error(`Nothing of it was taken for ${patience} ms.`));
          void end();
        }, patience).unref();
        if (signal.aborted) leave();
      },
      async pull(controller) {
        try {
          const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE), 0, PIECE);
          if (over) return;
          timer?.refresh();
          if (bytesRead > 0) return controller.enqueue(buffer.subarray(0, bytesRead));
          controller.close();
        } catch (error) {
          if (!over) controller.error(error);
        }
        await end();
      },
      cancel: end,
    },
    // Nothing is read before it is asked for.
    { highWaterMark: 0 },
  );
}

/** `source` as it comes. Throws when nothing came for `patience` milliseconds. */
export async function* steadily(source: ReadableStream<Uint8Array>, patience: number): AsyncGenerator<Uint8Array> {
  const reader = source.getReader();
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), patience);
      if (done) return;
      yield value;
    }
  } finally {
    // Not waited for: it may never come about.
    reader.cancel().catch(() => {});
  }
}

async function within<T>(work: Promise<T>, patience: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(stalled(patience)), patience);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function stalled(patience: number): Error {
  return contentError("ContentStalled", {
    what: "The rest of it didn't come.",
    why: `Nothing came for ${(patience / 1_000).toLocaleString("en")} seconds.`,
    fix: "Send it again.",
  });
}
