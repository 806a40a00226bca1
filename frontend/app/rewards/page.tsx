export { generateMetadata, RewardsPage as default } from "../../src/modules/rewards/pages/RewardsPage.tsx";
