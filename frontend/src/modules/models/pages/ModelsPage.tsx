import type { Metadata } from "next";
import { ModelsView } from "../parts/ModelsView.tsx";

export const metadata: Metadata = { title: "Models" };

export function ModelsPage() {
  return <ModelsView />;
}
