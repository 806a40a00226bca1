export { ContributePage as default, generateMetadata } from "../../src/modules/contribute/pages/ContributePage.tsx";
