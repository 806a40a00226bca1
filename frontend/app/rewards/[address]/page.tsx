export { metadata, RewardsOfPage as default } from "../../../src/modules/rewards/pages/RewardsOfPage.tsx";
