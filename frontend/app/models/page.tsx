export { generateMetadata, ModelsPage as default } from "../../src/modules/models/pages/ModelsPage.tsx";
