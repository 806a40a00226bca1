import { HomeView } from "../parts/HomeView.tsx";

export function HomePage() {
  return <HomeView />;
}
