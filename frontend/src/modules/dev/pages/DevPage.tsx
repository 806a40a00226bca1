import type { Metadata } from "next";
import { DevView } from "../parts/DevView.tsx";

export const metadata: Metadata = { title: "For developers" };

export function DevPage() {
  return <DevView />;
}
