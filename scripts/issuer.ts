// `npm run issuer`: an issuer of credentials for local chains and rehearsals. It verifies nobody: it believes whoever
// asks. Issuers that verify people implement docs/issuers.md.
import type { Server } from "node:http";
import { Command } from "commander";
import { type Address, isAddress } from "viem";
import { expirySeconds } from "../deploy/genesis.ts";
import { type Issuer, openIssuer } from "./issuer/issuing.ts";
import { issuedToJson, MAX_DAYS } from "./issuer/json.ts";
import { IssuerError } from "./issuer/keys.ts";
import { issuerServer } from "./issuer/server.ts";
import { clientOf } from "./lib/chain.ts";
import { isBadInput, type OutputOptions, type Result, runCommand, runProgram, say } from "./lib/cli.ts";
import { connect, findDeployment } from "./lib/network.ts";
import { issuerPort, requireFree } from "./lib/ports.ts";

type CredentialOptions = OutputOptions & {
  account: string;
  person: string;
  expiry?: string;
  days?: string;
  network: string;
};
type ServeOptions = { json?: boolean; network: string };

async function withIssuer<T>(network: string, work: (issuer: Issuer) => Promise<T>): Promise<T> {
  // It signs with the issuer's own key, and sends nothing.
  const connection = await connect(network, { readOnly: true });
  try {
    const client = clientOf(connection.provider);
    return await work(await openIssuer({ client, deployment: await findDeployment(connection) }));
  } finally {
    await connection.close();
  }
}

async function credential(options: CredentialOptions): Promise<Result> {
  if (options.expiry !== undefined && options.days !== undefined) {
    throw badOption("Both --expiry and --days are given.", "Each says when the credential ends.");
  }
  const parameters = {
    account: addressOption(options.account),
    person: options.person,
    expiry: options.expiry === undefined ? undefined : dateOption(options.expiry),
    days: options.days === undefined ? undefined : daysOption(options.days),
  };
  return withIssuer(options.network, async (issuer) => {
    const issued = await issuer.issue(parameters);
    say(inWords(issued.acts, issued.seat, options.account));
    const { schema, ...json } = issuedToJson(issued);
    return { json, text: JSON.stringify({ schema, ...json }, null, 2) };
  });
}

function inWords(acts: readonly string[], seat: bigint | undefined, account: string): string {
  if (seat === undefined) return `A person without a seat: enrol opens one for ${account}.`;
  if (acts.includes("renew")) return `The person of seat ${seat}, at its wallet: renew.`;
  const move = `The person of seat ${seat}, at another account: rebind moves the seat there.`;
  return acts.includes("enrol") ? `${move} Its grace is over: enrol opens a new seat instead.` : move;
}

async function serve({ network, json }: ServeOptions): Promise<void> {
  const port = issuerPort();
  await requireFree({ COMMONMIND_ISSUER_PORT: port }, "npm run issuer -- serve");
  await withIssuer(network, async (issuer) => {
    const server = issuerServer(issuer, { token: process.env.ISSUER_TOKEN });
    const stopped = new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
    });
    await listen(server, port);
    const { address, chainId, registry } = issuer;
    const url = `http://127.0.0.1:${port}`;
    say("This issuer verifies nobody: it believes whoever asks. Ctrl-C stops it.");
    const object = { schema: 1, url, issuer: address, chainId: `${chainId}`, registry };
    const text = `${url}/credentials  signs as ${address} for the registry ${registry} on chain ${chainId}`;
    process.stdout.write(`${json ? JSON.stringify(object) : text}\n`);
    await stopped;
    await close(server);
  });
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", () => resolve()));

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

function addressOption(text: string): Address {
  if (isAddress(text)) return text;
  throw badOption(
    `--account is ${JSON.stringify(text)}.`,
    "It must be an address: 0x and 40 hex digits, checksum right.",
  );
}

function dateOption(text: string): number {
  const seconds = expirySeconds(text);
  // Dates that there are not, as of February 30th, come out as another day.
  const right = Number.isFinite(seconds) && new Date(seconds * 1000).toISOString().slice(0, 10) === text;
  if (right) return seconds;
  throw badOption(`--expiry is ${JSON.stringify(text)}.`, "It must be a day: YYYY-MM-DD.");
}

function daysOption(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_DAYS) return Number(text);
  throw badOption(`--days is ${JSON.stringify(text)}.`, `It must be a whole number from 1 to ${MAX_DAYS}.`);
}

function badOption(what: string, why: string): IssuerError {
  return new IssuerError({ code: "Option", what, why, fix: "Correct the command line; --help shows an example." });
}

const program = new Command("issuer")
  .description(
    "Issue credentials for seats, for local chains and rehearsals: it believes whoever asks. See docs/issuers.md.",
  )
  .showHelpAfterError("(--help shows an example)");

program
  .command("credential")
  .description("print a signed credential as JSON: to enrol, to renew, or to move a seat")
  .requiredOption("--account <ADDRESS>", "account that the person wants the seat at")
  .requiredOption("--person <TEXT>", "who it is, always in the same words: one text, one person")
  .option("--expiry <DATE>", "last day of the credential, YYYY-MM-DD (default: in a year)")
  .option("--days <N>", "days until it ends, by the chain's clock")
  .option("--network <NAME>", "a network of hardhat.config.ts with a co-op on it", "localhost")
  .option("--out <FILE>", "write the JSON there")
  .option("--json", "print one JSON object in a line")
  .addHelpText(
    "after",
    "\nKeys: the local chain's issuer, or ISSUER_KEY; on any other chain only ISSUER_KEY.\n\nExample:\n" +
      '  npm run issuer -- credential --account 0x71bE63f3384f5fb98995898A86B02Fb2426c5788 --person "Ana" --days 365',
  )
  .action((options: CredentialOptions) => runCommand(options, () => credential(options)));

program
  .command("serve")
  .description("answer POST /credentials {account, person} on this machine, until Ctrl-C")
  .option("--network <NAME>", "a network of hardhat.config.ts with a co-op on it", "localhost")
  .option("--json", "print one JSON object when it is ready")
  .addHelpText(
    "after",
    "\nPort: 8787, or what COMMONMIND_ISSUER_PORT says. On any chain but the local one it asks for ISSUER_TOKEN.\n\n" +
      "Example:\n  npm run issuer -- serve\n" +
      "  curl -H 'content-type: application/json' http://127.0.0.1:8787/credentials \\\n" +
      '    -d \'{"account": "0x71bE63f3384f5fb98995898A86B02Fb2426c5788", "person": "Ana"}\'',
  )
  .action(async (options: ServeOptions) => {
    try {
      await serve(options);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      say(message);
      process.exitCode = isBadInput(error) ? 2 : 1;
      if (options.json) process.stdout.write(`${JSON.stringify({ schema: 1, error: { code: "Serve", message } })}\n`);
    }
    process.exit();
  });

await runProgram(program);
