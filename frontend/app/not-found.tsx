export { NotFoundPage as default } from "../src/modules/home/pages/NotFoundPage.tsx";
