export { ModelPage as default, metadata } from "../../../src/modules/models/pages/ModelPage.tsx";
