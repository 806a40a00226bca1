import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { DividendView } from "../parts/DividendView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Dividend") });

export function DividendPage() {
  return (
    <PageBody about={{ money: true }}>
      <DividendView />
    </PageBody>
  );
}
