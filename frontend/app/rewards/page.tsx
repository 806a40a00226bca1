export { metadata, RewardsPage as default } from "../../src/modules/rewards/pages/RewardsPage.tsx";
