import type { Metadata } from "next";
import { TreasuryView } from "../parts/TreasuryView.tsx";

export const metadata: Metadata = { title: "Treasury" };

export function TreasuryPage() {
  return <TreasuryView />;
}
