import type { Metadata } from "next";
import { ReviewView } from "../parts/ReviewView.tsx";

export const metadata: Metadata = { title: "Review" };

export function ReviewPage() {
  return <ReviewView />;
}
