export { generateMetadata, ReviewPage as default } from "../../src/modules/review/pages/ReviewPage.tsx";
