export { ContributionPage as default, metadata } from "../../../src/modules/contribute/pages/ContributionPage.tsx";
