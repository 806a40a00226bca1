export { HomePage as default } from "../src/modules/home/pages/HomePage.tsx";
