"use client";

import { useMemo } from "react";
import { useChainNow, useLedger } from "../data/ledger.tsx";
import { ringOf } from "../data/questions.ts";
import type { RingModel } from "./types.ts";

/** The ring of every model by its number. Computed anew with the record, and each minute, as votes open and close. */
export function useRings(): ReadonlyMap<number, RingModel> {
  const { ledger } = useLedger();
  const now = useChainNow();
  const minute = now === undefined ? undefined : now - (now % 60);
  return useMemo(
    () => new Map(ledger && minute ? ledger.models.map((model) => [model.id, ringOf(ledger, model, minute)]) : []),
    [ledger, minute],
  );
}
