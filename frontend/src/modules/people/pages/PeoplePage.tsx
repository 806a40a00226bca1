import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { PageBody } from "../../../ui/PageBody.tsx";
import { PeopleView } from "../parts/PeopleView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("People") });

export function PeoplePage() {
  return (
    <PageBody about={{ crowd: true }}>
      <PeopleView />
    </PageBody>
  );
}
