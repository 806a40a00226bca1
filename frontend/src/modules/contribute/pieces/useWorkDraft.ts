"use client";

import { useEffect, useRef, useState } from "react";
import { keepWork, readWork, type WorkDraft } from "./workDraft.ts";

/** After the last letter, in milliseconds. */
const PAUSE = 400;

export type UseWorkDraftReturnType = {
  /** Was written on another visit, and is here again. */
  readonly again: boolean;
  /** The browser has no room for it. */
  readonly unkept: boolean;
};

/**
 * Takes up what was written before, once it is known of which co-op it would be, and keeps what is written from then on.
 * @param chainHash Undefined while it isn't known, or when there is nothing to keep any more.
 */
export function useWorkDraft(
  chainHash: string | undefined,
  { title, text, kind, modelId, licence }: WorkDraft,
  onFound: (draft: WorkDraft) => void,
): UseWorkDraftReturnType {
  const [looked, setLooked] = useState<string>();
  const [again, setAgain] = useState(false);
  const [unkept, setUnkept] = useState(false);
  const find = useRef(onFound);
  find.current = onFound;
  const written = title !== "" || text !== "";

  useEffect(() => {
    if (!chainHash || looked === chainHash) return;
    setLooked(chainHash);
    const found = written ? undefined : readWork(chainHash);
    if (!found) return;
    find.current(found);
    setAgain(true);
  }, [chainHash, looked, written]);

  useEffect(() => {
    if (!chainHash || looked !== chainHash) return;
    const keep = () => setUnkept(!keepWork(chainHash, { title, text, kind, modelId, licence }));
    const timer = setTimeout(keep, PAUSE);
    return () => clearTimeout(timer);
  }, [chainHash, looked, title, text, kind, modelId, licence]);

  return { again: again && written, unkept };
}
