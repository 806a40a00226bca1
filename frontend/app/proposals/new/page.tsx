export { metadata, NewProposalPage as default } from "../../../src/modules/votes/pages/NewProposalPage.tsx";
