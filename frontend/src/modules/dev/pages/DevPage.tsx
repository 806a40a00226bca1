import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { DevView } from "../parts/DevView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("For developers") });

export function DevPage() {
  return (
    <PageBody>
      <DevView />
    </PageBody>
  );
}
