import type { Metadata } from "next";
import { VoteView } from "../parts/VoteView.tsx";

export const metadata: Metadata = { title: "A vote" };

export async function VotePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <VoteView id={id} />;
}
