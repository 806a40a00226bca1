import type { Metadata } from "next";
import { ActivityView } from "../parts/ActivityView.tsx";

export const metadata: Metadata = { title: "Every event" };

export function ActivityPage() {
  return <ActivityView />;
}
