import type { Metadata } from "next";
import { PersonView } from "../parts/PersonView.tsx";

export const metadata: Metadata = { title: "A person" };

export async function PersonPage({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  return <PersonView address={decodeURIComponent(address)} />;
}
