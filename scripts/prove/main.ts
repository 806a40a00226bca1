// `npm run prove`: proves the statements in proofs/, and shows that each of their faults would have been found.
import { parseArgs } from "node:util";
import { Solver } from "./solver.ts";
import { staleLines, statements, withFault } from "./statement.ts";

const usage = `Usage: npm run prove -- [--only TEXT]

  --only   Only statements with TEXT in their name.
`;

async function main(only: string): Promise<number> {
  const wanted = statements().filter(({ name }) => name.includes(only));
  if (wanted.length === 0) throw new TypeError(`There is no statement with "${only}" in its name.`);
  const solver = await Solver.start();
  let wrong = 0;
  const say = (good: boolean, line: string) => {
    if (!good) wrong += 1;
    process.stdout.write(`${good ? "  " : "! "}${line}\n`);
  };
  for (const statement of wanted) {
    const started = performance.now();
    const answer = await solver.refute(statement.text);
    const ms = Math.round(performance.now() - started);
    say(answer.proved, `${statement.name} (${statement.promise}, ${ms} ms) ${statement.states}`);
    if (!answer.proved) process.stdout.write(`${answer.example}\n`);
    for (const line of staleLines(statement)) say(false, `  no longer in the contract: ${line}`);
    for (const fault of statement.faults) {
      const { proved } = await solver.refute(withFault(statement, fault));
      say(!proved, `  with a fault: ${fault.name}: ${proved ? "not found" : "found"}`);
    }
  }
  solver.stop();
  process.stdout.write(`\n${wanted.length} statements, ${wrong} wrong\n`);
  return wrong === 0 ? 0 : 1;
}

try {
  const { values } = parseArgs({ options: { only: { type: "string", default: "" }, help: { type: "boolean" } } });
  if (values.help) process.stdout.write(usage);
  else process.exitCode = await main(values.only);
} catch (error) {
  if (!(error instanceof TypeError)) throw error;
  process.stderr.write(`${error.message}\n\n${usage}`);
  process.exitCode = 2;
}
