export { ModelsPage as default, metadata } from "../../src/modules/models/pages/ModelsPage.tsx";
