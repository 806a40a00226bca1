import type { Metadata } from "next";
import { PeopleView } from "../parts/PeopleView.tsx";

export const metadata: Metadata = { title: "People" };

export function PeoplePage() {
  return <PeopleView />;
}
