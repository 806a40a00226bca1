import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { isAddress } from "viem";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { RewardsView } from "../parts/RewardsView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Rewards") });

export async function RewardsOfPage({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  if (!isAddress(address, { strict: false })) notFound();
  return (
    <PageBody about={{ accounts: [address], money: true, rings: true }}>
      <RewardsView account={address} />
    </PageBody>
  );
}
