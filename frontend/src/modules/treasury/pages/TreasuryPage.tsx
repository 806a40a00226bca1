import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { TreasuryView } from "../parts/TreasuryView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Treasury") });

export function TreasuryPage() {
  return (
    <PageBody>
      <TreasuryView />
    </PageBody>
  );
}
