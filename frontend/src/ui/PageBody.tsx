// Around what a page shows, on the server: reads what it is about.
import type { ReactNode } from "react";
import { drawnFor } from "../data/server/drawnFor.ts";
import type { About } from "../data/types.ts";
import { PageFrame } from "./PageFrame.tsx";

/** @param about Nothing in particular if it isn't given. */
export async function PageBody({ about = {}, children }: { about?: About; children: ReactNode }) {
  return (
    <PageFrame about={about} drawn={await drawnFor(about)}>
      {children}
    </PageFrame>
  );
}
