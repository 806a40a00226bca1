import type { Metadata } from "next";
import { VotesView } from "../parts/VotesView.tsx";

export const metadata: Metadata = { title: "Votes" };

export function VotesPage() {
  return <VotesView />;
}
