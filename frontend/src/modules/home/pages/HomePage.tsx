import { PageBody } from "../../../ui/PageBody.tsx";
import { HomeView } from "../parts/HomeView.tsx";

export function HomePage() {
  return (
    <PageBody about={{ rings: true }}>
      <HomeView />
    </PageBody>
  );
}
