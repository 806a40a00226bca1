import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { VotesView } from "../parts/VotesView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Votes") });

export function VotesPage() {
  return (
    <PageBody>
      <VotesView />
    </PageBody>
  );
}
