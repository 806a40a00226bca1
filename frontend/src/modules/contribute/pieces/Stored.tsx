"use client";
import { useCallback, useEffect, useRef, useState } from "react";
import { number } from "../../../format/format.ts";
import { type FilePiece, pathOf } from "./manifest.ts";
import { StoreError, storeContent } from "./store.ts";

type StoredProps = {
  /** Where the store answers. */
  url: string;
  list: string;
  cid: string;
  /** The files themselves, if they are to be read by others. */
  files: readonly File[];
  known: readonly FilePiece[];
};

type State = { name: "storing"; done: number } | { name: "stored" } | { name: "failed"; words: string };

/** Puts the list and the pieces into the store once they are on chain, and says how far that is. */
export function Stored({ url, list, cid, files, known }: StoredProps) {
  const [state, setState] = useState<State>({ name: "storing", done: 0 });
  const all = files.length + 1;
  const begun = useRef(false);
  const store = useCallback(async () => {
    setState({ name: "storing", done: 0 });
    try {
      await storeContent(url, list, cid);
      const cids = new Map(known.map((piece) => [piece.name, piece.cid]));
      for (const [i, file] of files.entries()) {
        setState({ name: "storing", done: i + 1 });
        const of = cids.get(pathOf(file));
        if (of) await storeContent(url, file, of);
      }
      setState({ name: "stored" });
    } catch (error) {
      setState({ name: "failed", words: error instanceof StoreError ? error.message : "It could not be stored." });
    }
  }, [url, list, cid, files, known]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void store();
  }, [store]);
  return (
    <p className={state.name === "failed" ? "after warn" : "after"} aria-live="polite" data-testid="stored">
      {state.name === "stored"
        ? "Stored: reviewers can read it now."
        : state.name === "storing"
          ? all > 1
            ? `Storing: ${number(state.done)} of ${number(all)}. Leave this page open.`
            : "Storing the list of pieces."
          : `${state.words} Your work is in all the same. `}
      {state.name === "failed" && (
        <button type="button" className="quiet" style={{ minHeight: 0 }} onClick={() => void store()}>
          Store it again
        </button>
      )}
    </p>
  );
}
