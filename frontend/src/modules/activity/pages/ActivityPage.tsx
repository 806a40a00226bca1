import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { ActivityView } from "../parts/ActivityView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Every event") });

export function ActivityPage() {
  return (
    <PageBody>
      <ActivityView />
    </PageBody>
  );
}
