"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { number } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { type FilePiece, pathOf } from "./manifest.ts";
import { StoreError, storeContent } from "./store.ts";

type StoredProps = {
  /** Where the store answers. */
  url: string;
  list: Blob | string;
  cid: string;
  /** The files themselves, if they are to be read by others. */
  files: readonly File[];
  known: readonly FilePiece[];
  /** Only once it is asked to. */
  waits?: boolean;
};

type State =
  | { name: "waiting" }
  | { name: "storing"; done: number }
  | { name: "stored" }
  | { name: "failed"; words: string };

/** Puts the list and the pieces into the store once they are on chain, and says how far that is. */
export function Stored({ url, list, cid, files, known, waits = false }: StoredProps) {
  const [state, setState] = useState<State>(waits ? { name: "waiting" } : { name: "storing", done: 0 });
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
      setState({ name: "failed", words: error instanceof StoreError ? error.message : t("It could not be stored.") });
    }
  }, [url, list, cid, files, known]);
  useEffect(() => {
    if (begun.current || waits) return;
    begun.current = true;
    void store();
  }, [store, waits]);
  return (
    <p className={state.name === "failed" ? "after warn" : "after"} aria-live="polite" data-testid="stored">
      {state.name === "waiting"
        ? t("The co-op’s store doesn’t have this list yet; it is in this browser only, and nobody else can read it. ")
        : state.name === "stored"
          ? t("Stored: reviewers can read it now.")
          : state.name === "storing"
            ? all > 1
              ? t("Storing: {done} of {all}. Leave this page open.", { done: number(state.done), all: number(all) })
              : t("Storing the list of pieces.")
            : t("{words} Your work is in all the same. ", { words: state.words })}
      {(state.name === "failed" || state.name === "waiting") && (
        <button type="button" className="quiet" style={{ minHeight: 0 }} onClick={() => void store()}>
          {state.name === "waiting" ? t("Store it now") : t("Store it again")}
        </button>
      )}
    </p>
  );
}
