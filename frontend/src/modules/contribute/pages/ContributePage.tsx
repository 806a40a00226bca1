import type { Metadata } from "next";
import { ContributeView } from "../parts/ContributeView.tsx";

export const metadata: Metadata = { title: "Contribute" };

export function ContributePage() {
  return <ContributeView />;
}
