import type { Metadata } from "next";
import { headingOf } from "../../../data/headings.ts";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { ContributionView } from "../parts/ContributionView.tsx";

type ContributionPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: ContributionPageProps): Promise<Metadata> {
  return { title: (await headingOf("contribution", (await params).id)) ?? t("A contribution") };
}

export async function ContributionPage({ params }: ContributionPageProps) {
  const { id } = await params;
  return (
    <PageBody about={/^\d{1,12}$/.test(id) ? { works: [BigInt(id)] } : {}}>
      <ContributionView id={id} heading={await headingOf("contribution", id)} />
    </PageBody>
  );
}
