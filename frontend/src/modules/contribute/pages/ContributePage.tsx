import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { ContributeView } from "../parts/ContributeView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Contribute") });

export function ContributePage() {
  return (
    <PageBody>
      <ContributeView />
    </PageBody>
  );
}
