import { readFileSync, writeFileSync, existsSync } from "node:fs";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { failAfter, servedChain } from "../support/chains.ts";
import { localGenesis } from "../support/commons.ts";
describe("dbg", () => {
  for (const k of [2, 9, 12, 25]) it(`x ${k}`, async () => {
    const chain = await servedChain();
    for (let i = 0; i < 6; i++) {
      const c = await chain.connect();
      const b = (await c.provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as any;
      const p = `deploy/deployments/chain-31337-${b.hash.slice(2, 10)}/journal.jsonl`;
      if (existsSync(p)) {
        const lines = readFileSync(p, "utf8").split("\n").filter(Boolean);
        const msgs = lines.map((l) => JSON.parse(l));
        console.log("tail", msgs.slice(-3).map((m) => m.type + " " + m.futureId + " " + (m.nonce ?? "")).join(" | "));
        const keep = lines.filter((l, j) => { const m = msgs[j]; return m.type !== "TRANSACTION_PREPARE_SEND" || msgs.some((o) => o.type === "TRANSACTION_SEND" && o.futureId === m.futureId && o.networkInteractionId === m.networkInteractionId); });
        console.log("dropped", lines.length - keep.length);
        writeFileSync(p, keep.join("\n") + "\n");
      }
      const f = failAfter(c, k);
      const r = await deployCommons(c, loadGenesis(localGenesis), { resumable: true }).catch((e) => e.message.slice(0, 300));
      console.log(k, i, f.sent(), typeof r === "string" ? r : r.contracts.commonsGovernor);
    }
    await chain.close();
  });
});
