import type { Metadata } from "next";
import { headingOf } from "../../../data/headings.ts";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { ModelView } from "../parts/ModelView.tsx";

type ModelPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: ModelPageProps): Promise<Metadata> {
  return { title: (await headingOf("model", (await params).id)) ?? t("A model") };
}

export async function ModelPage({ params }: ModelPageProps) {
  const { id } = await params;
  return (
    <PageBody about={/^\d{1,9}$/.test(id) ? { models: [Number(id)], rings: true } : {}}>
      <ModelView id={id} heading={await headingOf("model", id)} />
    </PageBody>
  );
}
