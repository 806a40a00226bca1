import type { Metadata } from "next";
import { t } from "../../../i18n/i18n.ts";
import { DividendView } from "../parts/DividendView.tsx";

export const generateMetadata = (): Metadata => ({ title: t("Dividend") });

export function DividendPage() {
  return <DividendView />;
}
