import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { StatusView } from "../parts/StatusView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Status") });

export function StatusPage() {
  return (
    <PageBody>
      <StatusView />
    </PageBody>
  );
}
