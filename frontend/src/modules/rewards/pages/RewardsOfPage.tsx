import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { isAddress } from "viem";
import { RewardsView } from "../parts/RewardsView.tsx";

export const metadata: Metadata = { title: "Rewards" };

export async function RewardsOfPage({ params }: { params: Promise<{ address: string }> }) {
  const { address } = await params;
  if (!isAddress(address, { strict: false })) notFound();
  return <RewardsView account={address} />;
}
