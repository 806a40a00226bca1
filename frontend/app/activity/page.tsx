export { ActivityPage as default, metadata } from "../../src/modules/activity/pages/ActivityPage.tsx";
