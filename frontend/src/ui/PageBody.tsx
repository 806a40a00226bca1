"use client";

import { Activity, type ReactNode, useEffect } from "react";
import { takeOver } from "../data/firstPage.ts";
import { useTaken } from "../data/useTaken.ts";

/**
 * Around what a page shows. What the server drew stays as it is until the browser can draw the same; then it takes over. Until
 * then links lead on, but buttons and fields take nothing: what would be pressed or written there would be lost.
 */
export function PageBody({ children }: { children: ReactNode }) {
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
