import type { Metadata } from "next";
import { headingOf } from "../../../data/headings.ts";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { VoteView } from "../parts/VoteView.tsx";

type VotePageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: VotePageProps): Promise<Metadata> {
  return { title: (await headingOf("proposal", (await params).id)) ?? t("A vote") };
}

export async function VotePage({ params }: VotePageProps) {
  const { id } = await params;
  return (
    <PageBody about={/^\d{1,78}$/.test(id) ? { proposals: [BigInt(id)], rings: true } : {}}>
      <VoteView id={id} heading={await headingOf("proposal", id)} />
    </PageBody>
  );
}
