import type { Metadata } from "next";
import { YourRewardsView } from "../parts/YourRewardsView.tsx";

export const metadata: Metadata = { title: "Rewards" };

export function RewardsPage() {
  return <YourRewardsView />;
}
