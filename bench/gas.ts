// `npm run bench:gas`: whole-transaction gas of the main operations, from receipts, on a fresh chain inside this process,
// beside the design's targets and what others pay (see peers.ts). Two runs give the same figures.
import { close, type Row, rows } from "./chain.ts";
import { benchMoney } from "./money.ts";
import { benchPeople } from "./people.ts";
import { benchReview } from "./review.ts";
import { benchWork } from "./work.ts";

await benchMoney(await benchWork());
await benchPeople();
await benchReview();

const number = (gas: bigint) => gas.toLocaleString("en");

function verdict({ gas, target }: Row): string {
  if (target === undefined) return "";
  return gas <= target ? `target ${number(target)}: met` : `target ${number(target)}: ${number(gas - target)} above`;
}

for (const row of rows) {
  process.stdout.write(`${row.op.padEnd(50)}${number(row.gas).padStart(10)}  ${verdict(row)}`.trimEnd());
  process.stdout.write("\n");
  for (const { name, gas } of row.peers ?? []) {
    process.stdout.write(`${`  recorded: ${name}`.padEnd(50)}${number(gas).padStart(10)}\n`);
  }
}
await close();
