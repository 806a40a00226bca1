export { GET, POST } from "../../src/relay/http.ts";
