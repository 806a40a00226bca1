export { DevPage as default, metadata } from "../../src/modules/dev/pages/DevPage.tsx";
