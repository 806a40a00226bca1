import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { ModelsView } from "../parts/ModelsView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Models") });

export function ModelsPage() {
  return (
    <PageBody about={{ rings: true }}>
      <ModelsView />
    </PageBody>
  );
}
