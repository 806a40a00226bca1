import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { NewProposalView } from "../new/NewProposalView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Propose") });

/** What is proposed may be named in the address: the form waits for the browser to read it. */
export function NewProposalPage() {
  return (
    <PageBody about={{ growing: true }}>
      <NewProposalView />
    </PageBody>
  );
}
