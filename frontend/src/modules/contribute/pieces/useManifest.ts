"use client";

import { useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import { t } from "../../../i18n/i18n.ts";
import { type Built, type ManifestAnswer, type ManifestRequest, sentencesOf } from "./manifest.ts";

export type UseManifestParameters = {
  text: string;
  files: readonly File[];
  maxUnitsPerItem: bigint | undefined;
  chainId: number | undefined;
  registry: Address | undefined;
  modelId: number | undefined;
  submitter: Address | undefined;
};

export type UseManifestReturnType = {
  built: Built | undefined;
  building: boolean;
  /** How many files were read so far. */
  progress: { done: number; of: number } | undefined;
  error: string | undefined;
};

/** Builds the manifest anew a moment after something changed. */
export function useManifest(parameters: UseManifestParameters): UseManifestReturnType {
  const { text, files, maxUnitsPerItem, chainId, registry, modelId, submitter } = parameters;
  const worker = useRef<Worker | undefined>(undefined);
  const turn = useRef(0);
  const [answer, setAnswer] = useState<ManifestAnswer>();
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    const made = new Worker(new URL("./manifest.worker.ts", import.meta.url), { type: "module" });
    made.addEventListener("message", ({ data }: MessageEvent<ManifestAnswer>) => setAnswer(data));
    made.addEventListener("error", ({ message }) =>
      setAnswer({ turn: turn.current, error: message || t("Your browser could not start the counting.") }),
    );
    worker.current = made;
    return () => made.terminate();
  }, []);

  useEffect(() => {
    turn.current += 1;
    setAsked(turn.current);
    const sentences = sentencesOf(text);
    if (!registry || !submitter || !modelId || !chainId || !maxUnitsPerItem || sentences.length + files.length === 0)
      return;
    const request: ManifestRequest = {
      turn: turn.current,
      sentences,
      files,
      maxUnitsPerItem,
      domain: { chainId: BigInt(chainId), registry, modelId: BigInt(modelId), submitter },
    };
    const timer = setTimeout(() => worker.current?.postMessage(request), 250);
    return () => clearTimeout(timer);
  }, [text, files, maxUnitsPerItem, chainId, registry, modelId, submitter]);

  const there = sentencesOf(text).length + files.length > 0;
  const current = there && answer?.turn === asked ? answer : undefined;
  return {
    built: current && "built" in current ? current.built : undefined,
    building: there && submitter !== undefined && (current === undefined || "done" in current),
    progress: current && "done" in current ? current : undefined,
    error: current && "error" in current ? current.error : undefined,
  };
}
