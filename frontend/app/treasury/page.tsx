export { generateMetadata, TreasuryPage as default } from "../../src/modules/treasury/pages/TreasuryPage.tsx";
