export { DividendPage as default, metadata } from "../../src/modules/dividend/pages/DividendPage.tsx";
