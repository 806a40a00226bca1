export { generateMetadata, StatusPage as default } from "../../src/modules/status/pages/StatusPage.tsx";
