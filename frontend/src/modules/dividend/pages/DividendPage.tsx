import type { Metadata } from "next";
import { DividendView } from "../parts/DividendView.tsx";

export const metadata: Metadata = { title: "Dividend" };

export function DividendPage() {
  return <DividendView />;
}
