export { metadata, TreasuryPage as default } from "../../src/modules/treasury/pages/TreasuryPage.tsx";
