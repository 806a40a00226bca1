export { generateMetadata, PersonPage as default } from "../../../src/modules/people/pages/PersonPage.tsx";
