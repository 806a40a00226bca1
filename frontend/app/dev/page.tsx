export { DevPage as default, generateMetadata } from "../../src/modules/dev/pages/DevPage.tsx";
