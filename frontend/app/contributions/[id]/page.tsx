export {
  ContributionPage as default,
  generateMetadata,
} from "../../../src/modules/contribute/pages/ContributionPage.tsx";
