export { ContributePage as default, metadata } from "../../src/modules/contribute/pages/ContributePage.tsx";
