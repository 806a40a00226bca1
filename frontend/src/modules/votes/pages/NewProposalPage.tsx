import type { Metadata } from "next";
import { Suspense } from "react";
import { NewProposalView } from "../new/NewProposalView.tsx";

export const metadata: Metadata = { title: "Propose" };

/** What is proposed may be named in the address: the form waits for the browser to read it. */
export function NewProposalPage() {
  return (
    <Suspense>
      <NewProposalView />
    </Suspense>
  );
}
