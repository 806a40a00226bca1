"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { numberToHex } from "viem";
import { useChainNow } from "../../../data/ledger.tsx";
import type { Source } from "../../../data/source.ts";
import { dayAndTime, longDay } from "../../../format/format.ts";
import { msg, t } from "../../../i18n/i18n.ts";

const steps = [
  { name: msg("An hour"), seconds: 3_600 },
  { name: msg("A day"), seconds: 86_400 },
  { name: msg("A week"), seconds: 604_800 },
  { name: msg("30 days"), seconds: 2_592_000 },
] as const;

/** Moves the local chain's clock forward, and makes a block at the new time. */
export function TimeTravel({ source }: { source: Source }) {
  const now = useChainNow();
  const queries = useQueryClient();
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const move = async (seconds: number) => {
    setBusy(true);
    try {
      await source.client.request({ method: "evm_increaseTime", params: [numberToHex(seconds)] } as never);
      await source.client.request({ method: "evm_mine", params: [] } as never);
      await queries.invalidateQueries({ queryKey: ["clock"] });
      const { timestamp } = await source.client.getBlock();
      setSaid(t("It is {timestamp} now.", { timestamp: dayAndTime(Number(timestamp)) }));
    } catch {
      setSaid(t("This chain’s node doesn’t let its clock be moved."));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p className="dim measure mt-4">
        {now
          ? t("The chain’s clock says {now}, {day}.", { now: dayAndTime(now), day: longDay(now) })
          : t("Reading the chain’s clock.")}
      </p>
      <p className="mt-2 flex flex-wrap gap-x-7">
        {steps.map(({ name, seconds }) => (
          <button key={seconds} type="button" className="quiet" disabled={busy} onClick={() => move(seconds)}>
            {t("{time} on", { time: t(name) })}
          </button>
        ))}
      </p>
      <p className="cap" aria-live="polite">
        {said}
      </p>
    </>
  );
}
