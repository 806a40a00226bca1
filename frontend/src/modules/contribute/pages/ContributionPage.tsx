import type { Metadata } from "next";
import { ContributionView } from "../parts/ContributionView.tsx";

export const metadata: Metadata = { title: "A contribution" };

export async function ContributionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ContributionView id={id} />;
}
