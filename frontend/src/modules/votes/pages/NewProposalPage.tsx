import type { Metadata } from "next";
import { Suspense } from "react";
import { t } from "../../../i18n/i18n.ts";
import { NewProposalView } from "../new/NewProposalView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Propose") });

/** What is proposed may be named in the address: the form waits for the browser to read it. */
export function NewProposalPage() {
  return (
    <Suspense>
      <NewProposalView />
    </Suspense>
  );
}
