export { generateMetadata, VotePage as default } from "../../../src/modules/votes/pages/VotePage.tsx";
