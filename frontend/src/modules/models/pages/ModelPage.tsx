import type { Metadata } from "next";
import { ModelView } from "../parts/ModelView.tsx";

export const metadata: Metadata = { title: "A model" };

export async function ModelPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ModelView id={id} />;
}
