export { generateMetadata, VotesPage as default } from "../../src/modules/votes/pages/VotesPage.tsx";
