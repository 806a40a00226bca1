import type { Metadata } from "next";
import { isAddress } from "viem";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { PersonView } from "../parts/PersonView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("A person") });

export async function PersonPage({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  return (
    <PageBody about={isAddress(address, { strict: false }) ? { accounts: [address] } : {}}>
      <PersonView address={decodeURIComponent(address)} />
    </PageBody>
  );
}
