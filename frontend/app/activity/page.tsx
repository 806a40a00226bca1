export { ActivityPage as default, generateMetadata } from "../../src/modules/activity/pages/ActivityPage.tsx";
