export { ledger as GET } from "../../src/data/server/http.ts";

export const dynamic = "force-dynamic";
