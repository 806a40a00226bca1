export { generateMetadata, ModelPage as default } from "../../../src/modules/models/pages/ModelPage.tsx";
