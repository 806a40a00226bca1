"use client";

import { Activity, type ReactNode, useEffect } from "react";
import { takeOver } from "../data/firstPage.ts";
import { type DrawnFrom, PageProvider } from "../data/ledger.tsx";
import type { About } from "../data/types.ts";
import { useTaken } from "../data/useTaken.ts";

type PageFrameProps = { readonly about: About; readonly drawn: DrawnFrom | undefined; readonly children: ReactNode };

/**
 * Around what a page shows. What the server drew stays as it is until the browser can draw the same; then it takes over. Until
 * then links lead on, but buttons and fields take nothing: what would be pressed or written there would be lost.
 */
export function PageFrame({ about, drawn, children }: PageFrameProps) {
  return (
    <PageProvider about={about} drawn={drawn}>
      <PlainFrame>{children}</PlainFrame>
    </PageProvider>
  );
}

/** The same around what needs to know nothing of the co-op. */
export function PlainFrame({ children }: { children: ReactNode }) {
  const taken = useTaken();
  return (
    <fieldset className="body" disabled={!taken}>
      <Activity>
        {children}
        <TakeOver />
      </Activity>
    </fieldset>
  );
}

/** Stands behind all that the page shows: once it is there, so is the rest. */
function TakeOver() {
  useEffect(takeOver, []);
  return null;
}
