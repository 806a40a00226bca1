export { generateMetadata, NewProposalPage as default } from "../../../src/modules/votes/pages/NewProposalPage.tsx";
