export { generateMetadata, PeoplePage as default } from "../../src/modules/people/pages/PeoplePage.tsx";
