"use client";

import { Activity, type ReactNode, useEffect } from "react";
import { takeOver } from "../data/firstPage.ts";

/** Around what a page shows. What the server drew stays as it is until the browser can draw the same; then it takes over. */
export function PageBody({ children }: { children: ReactNode }) {
  return (
    <Activity>
      {children}
      <TakeOver />
    </Activity>
  );
}

/** Stands behind all that the page shows: once it is there, so is the rest. */
function TakeOver() {
  useEffect(takeOver, []);
  return null;
}
