"use client";

import { useEffect, useRef, useState } from "react";
import type { Address } from "viem";
import { t } from "../../../i18n/i18n.ts";
import type { LongList } from "./longList.ts";
import type { Answer, Asked, Built, ListRead, Terms, Written } from "./manifest.ts";

/** After the last change, in milliseconds: nobody waits for a count of half a word. */
const PAUSE = 250;

export type UseManifestParameters = {
  /** What stands in the field, one for each line. */
  sentences: readonly string[];
  lists: readonly LongList[];
  files: readonly File[];
  /** Of the list of pieces; undefined as long as one is missing. */
  terms: Terms | undefined;
  maxUnitsPerItem: bigint | undefined;
  chainId: number | undefined;
  registry: Address | undefined;
  modelId: number | undefined;
  submitter: Address | undefined;
};

/** A long list as it was read, why it can't be, or undefined while that isn't known. */
export type Reading = ListRead | { readonly key: string; readonly error: string };

export type UseManifestReturnType = {
  built: Built | undefined;
  building: boolean;
  /** How many pieces were read so far. */
  progress: { done: number; all: number } | undefined;
  error: string | undefined;
  /** Of each long list, by its key. */
  readings: ReadonlyMap<string, Reading>;
  /** The list of pieces, of what is built and said now. */
  written: Written | undefined;
};

type Building = Extract<Answer, { of: "build" }>;

/** Builds the manifest anew a moment after something changed, and writes its list of pieces. All in a worker. */
export function useManifest(parameters: UseManifestParameters): UseManifestReturnType {
  const { sentences, lists, files, terms, maxUnitsPerItem, chainId, registry, modelId, submitter } = parameters;
  const worker = useRef<Worker | undefined>(undefined);
  const turn = useRef(0);
  const [answer, setAnswer] = useState<Building>();
  const [asked, setAsked] = useState(0);
  const [readings, setReadings] = useState<ReadonlyMap<string, Reading>>(new Map());
  const [written, setWritten] = useState<Written>();
  const [unwritten, setUnwritten] = useState<string>();

  useEffect(() => {
    const made = new Worker(new URL("./manifest.worker.ts", import.meta.url), { type: "module" });
    made.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      if (data.of === "build") return setAnswer(data);
      if (data.of === "write") return "written" in data ? setWritten(data.written) : setUnwritten(data.error);
      const reading = "read" in data ? data.read : data;
      setReadings((before) => new Map(before).set(reading.key, reading));
    });
    made.addEventListener("error", ({ message }) => {
      const error = message || t("Your browser could not start the counting.");
      setAnswer({ of: "build", turn: turn.current, error });
    });
    worker.current = made;
    return () => made.terminate();
  }, []);

  const handed = useRef<readonly LongList[]>([]);
  useEffect(() => {
    const ask = (asking: Asked) => worker.current?.postMessage(asking);
    for (const { key, text } of lists)
      if (!handed.current.some((it) => it.key === key)) ask({ ask: "read", key, text });
    for (const { key } of handed.current) if (!lists.some((it) => it.key === key)) ask({ ask: "forget", key });
    handed.current = lists;
  }, [lists]);

  const there = sentences.length + files.length + lists.length > 0;
  useEffect(() => {
    turn.current += 1;
    setAsked(turn.current);
    if (!registry || !submitter || !modelId || !chainId || !maxUnitsPerItem || !there) return;
    const request: Asked = {
      ask: "build",
      turn: turn.current,
      sentences,
      lists: lists.map(({ key }) => key),
      files,
      maxUnitsPerItem,
      domain: { chainId: BigInt(chainId), registry, modelId: BigInt(modelId), submitter },
    };
    const timer = setTimeout(() => worker.current?.postMessage(request), PAUSE);
    return () => clearTimeout(timer);
  }, [sentences, lists, files, there, maxUnitsPerItem, chainId, registry, modelId, submitter]);

  const current = there && answer?.turn === asked ? answer : undefined;
  const built = current && "built" in current ? current.built : undefined;
  const { name, licence, open } = terms ?? {};
  useEffect(() => {
    setUnwritten(undefined);
    if (!built || name === undefined || licence === undefined || open === undefined) return;
    const request: Asked = { ask: "write", turn: asked, terms: { name, licence, open } };
    const timer = setTimeout(() => worker.current?.postMessage(request), PAUSE);
    return () => clearTimeout(timer);
  }, [built, asked, name, licence, open]);
  const fits =
    built !== undefined &&
    written?.turn === asked &&
    written.terms.name === name &&
    written.terms.licence === licence &&
    written.terms.open === open;

  return {
    built,
    building: there && submitter !== undefined && (current === undefined || "done" in current),
    progress: current && "done" in current ? current : undefined,
    error: current && "error" in current ? current.error : unwritten,
    readings,
    written: fits ? written : undefined,
  };
}
