import type { Metadata } from "next";
import { StatusView } from "../parts/StatusView.tsx";

export const metadata: Metadata = { title: "Status" };

export function StatusPage() {
  return <StatusView />;
}
