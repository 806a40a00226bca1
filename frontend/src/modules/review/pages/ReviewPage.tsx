import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { ReviewView } from "../parts/ReviewView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Review") });

export function ReviewPage() {
  return (
    <PageBody about={{ reviews: true }}>
      <ReviewView />
    </PageBody>
  );
}
