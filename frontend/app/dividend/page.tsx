export { DividendPage as default, generateMetadata } from "../../src/modules/dividend/pages/DividendPage.tsx";
