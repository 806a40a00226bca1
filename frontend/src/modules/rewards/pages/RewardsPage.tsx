import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { YourRewardsView } from "../parts/YourRewardsView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Rewards") });

export function RewardsPage() {
  return (
    <PageBody about={{ money: true, rings: true }}>
      <YourRewardsView />
    </PageBody>
  );
}
