"use client";

import { useMemo } from "react";
import { drawRing } from "./drawRing.ts";
import type { RingModel } from "./types.ts";

export type GrowthRingProps = {
  model: RingModel;
  /** Width in CSS pixels that it is drawn for; it may be shown smaller. */
  pixels: number;
  /** Says what is drawn; without it, the text beside the ring does. */
  label?: string;
  you?: string | undefined;
  /** Grows from its heart on first sight. */
  grows?: boolean;
};

export function GrowthRing({ model, pixels, label, you, grows = false }: GrowthRingProps) {
  const strokes = useMemo(() => drawRing(model, { pixels, you }), [model, pixels, you]);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named by its label where it has one, and hidden where text beside it says the same.
    <svg
      className={grows ? "growth grows" : "growth"}
      viewBox="0 0 1000 1000"
      width={pixels}
      height={pixels}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      {strokes.map(({ ink, d, width, dash, release }, i) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: strokes have no other identity, and never move.
          key={i}
          className={`growth-${ink}`}
          d={d}
          {...(width ? { strokeWidth: width } : {})}
          {...(dash ? { strokeDasharray: dash, pathLength: 1000 } : {})}
          {...(grows ? { style: { animationDelay: `${release * 160}ms` } } : {})}
        />
      ))}
    </svg>
  );
}
