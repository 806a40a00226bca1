export { generateMetadata, RewardsOfPage as default } from "../../../src/modules/rewards/pages/RewardsOfPage.tsx";
