// `npm run audit`: everything that the logs come to, held against the contracts and the indexer. Reads only.
import { Command, InvalidArgumentError } from "commander";
import { clientOf } from "../lib/chain.ts";
import { type OutputOptions, type Result, runCommand, say } from "../lib/cli.ts";
import { connect, findDeployment } from "../lib/network.ts";
import { indexerPort } from "../lib/ports.ts";
import { audit } from "./audit.ts";
import { auditJson, auditText } from "./report.ts";

type AuditCommand = OutputOptions & { network: string; from?: bigint; to?: bigint; indexer: string | boolean };

async function run({ network, from, to, indexer }: AuditCommand): Promise<Result> {
  const connection = await connect(network, { readOnly: true });
  try {
    const deployment = await findDeployment(connection);
    say(`Auditing ${deployment.name} on chain ${deployment.chainId} ...`);
    const client = clientOf(connection.provider);
    const report = await audit({ client, deployment, from, to, indexer: whichIndexer(indexer), onProgress: say });
    return { json: auditJson(report), text: auditText(deployment.name, report), exitCode: report.ok ? 0 : 1 };
  } finally {
    await connection.close();
  }
}

/** One that was named must answer; the one at the usual place is asked if it is there. */
function whichIndexer(indexer: string | boolean) {
  if (indexer === false) return undefined;
  const named = typeof indexer === "string" ? indexer : process.env.COMMONMIND_RECORD_URL;
  return named ? { url: named, required: true } : { url: `http://127.0.0.1:${indexerPort()}`, required: false };
}

function blockNumber(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError("A block number is a whole number.");
}

/** Its options and what it does, for the program that runs it. */
export function auditProgram(): Command {
  const program = new Command("audit")
    .description(
      "Rebuilds every balance, claimable amount, tally and score from raw logs alone, and lists every difference from what the contracts and the indexer say. Sends nothing.",
    )
    .option("--network <name>", "a network of hardhat.config.ts", "localhost")
    .option("--from <block>", "compare only what changed from this block on", blockNumber)
    .option("--to <block>", "as of this block (default: the newest)", blockNumber)
    .option("--indexer <url>", "where the indexer answers (default: COMMONMIND_RECORD_URL, or this machine's)")
    .option("--no-indexer", "compare with the contracts alone")
    .option("--json", "one JSON object on stdout")
    .option("--out <file>", "write the JSON object to a file")
    .addHelpText(
      "after",
      `
Exit codes: 0 no difference, 1 differences, 2 can't be checked. What a difference means: docs/audit.md

Example
  npm run audit -- --network sepolia --from 7000000 --no-indexer`,
    )
    .action((options: AuditCommand) => runCommand(options, () => run(options)));

  return program;
}
