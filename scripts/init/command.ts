// `npm run init -- my-coop`: a genesis file and settings for a new co-op, from a few questions, options or a file of answers.
import { basename } from "node:path";
import { Command } from "commander";
import { parseGenesis } from "../../deploy/genesis.ts";
import { IssuerError } from "../issuer/keys.ts";
import { type OutputOptions, type Result, runCommand, userPath } from "../lib/cli.ts";
import { type Answers, paces, readAnswers } from "./answers.ts";
import { openAsking, ownTerminal, type Terminal } from "./ask.ts";
import { requireFree, writeFolder } from "./folder.ts";
import {
  charterLines,
  complaints,
  dateIn,
  genesisOf,
  genesisText,
  isLocal,
  issuerOf,
  type Surroundings,
} from "./genesis.ts";
import { BadAnswer, InitError } from "./InitError.ts";
import { interview } from "./interview.ts";
import { knownNetworks, type Network, networkBeneath, networkNamed } from "./networks.ts";
import { nextSteps } from "./next.ts";
import { type AnswerOptions, answersOfOptions } from "./options.ts";
import { readRpcUrl } from "./reading.ts";
import { rpcUrlOf, settingsText } from "./settings.ts";

type InitOptions = OutputOptions & AnswerOptions & { answers?: string; yes?: boolean; force?: boolean };

/** What stands around the command; tests bring their own. */
export type InitWorld = {
  readonly terminal: Terminal;
  readonly networks: () => Promise<readonly Network[]>;
  readonly env: NodeJS.ProcessEnv;
  readonly today: Date;
};

async function init(typed: string, options: InitOptions, world: InitWorld): Promise<Result> {
  const folder = userPath(typed);
  const shown = typed.replace(/(?<=.)[/\\]+$/, "");
  requireFree(folder, shown, options.force ?? false);
  const file = options.answers === undefined ? {} : readAnswers(userPath(options.answers), options.answers);
  const networks = await world.networks();
  const { env, today } = world;
  const given = spoken(() => answersOfOptions(options, file, dateIn(365, { today })));
  const name = basename(folder);
  const told =
    options.yes || options.answers !== undefined
      ? given
      : await asked({ given, name, networks, env, today, terminal: world.terminal });
  const answers = { ...told, name: told.name ?? name, network: told.network ?? "localhost" };
  const network = networkNamed(networks, answers.network);
  const surroundings: Surroundings = { network, env, today };
  const files = spoken(() => filesOf(answers, surroundings));
  // The reader that deploys has the last word.
  const genesis = parseGenesis(files["genesis.json"], "genesis.json");
  writeFolder(folder, files);
  const rpcUrl = rpcUrlOf(answers, surroundings);
  const next = nextSteps({ network, beneath: networkBeneath(networks, network), folder: shown, rpcUrl });
  const { chainId } = network;
  return {
    json: {
      folder,
      files: Object.keys(files),
      name: genesis.name,
      network: network.name,
      chainId,
      genesisHash: genesis.hash,
      next: next.map(({ command }) => command),
    },
    text: `${genesis.name}, for ${network.name} (chain ${chainId}): ${genesis.founders.length} founders, models ${genesis.models.map((model) => model.name).join(", ")}. Written to ${shown}:
  genesis.json  what is deployed; docs/genesis.md explains each field
  .env          settings for the dApp and the record, no secret among them
  charter.txt   what the founding work is: a line of each founder
Deploy with an account of its own, not one that genesis.json names.

Next:
${next.map(({ does, command }) => `  # ${does}\n  ${command}`).join("\n")}`,
  };
}

type AskedParameters = Parameters<typeof interview>[0] & { terminal: Terminal };

async function asked({ terminal, ...parameters }: Omit<AskedParameters, "asking">): Promise<Answers> {
  if (!terminal.attended) {
    throw new InitError(
      "Terminal",
      "There is no terminal here at which to ask.",
      "Some answers are still open.",
      "Give them in a file (--answers FILE.json), or add --yes to take the defaults. Nothing was written.",
    );
  }
  const asking = openAsking(terminal);
  try {
    return await interview({ asking, ...parameters });
  } catch (error) {
    throw asInput(error);
  } finally {
    asking.close();
  }
}

/** Everything that is written. Throws {@link InitError} with all that is missing or wrong, a sentence each. */
function filesOf(answers: Answers & { name: string }, surroundings: Surroundings) {
  const wrong = [...missing(answers, surroundings), ...complaints(answers, surroundings)];
  if (wrong.length > 0) {
    throw new InitError("Answers", "No co-op can be made from these answers.", `Mend:\n  ${wrong.join("\n  ")}`);
  }
  const genesis = genesisOf(answers, surroundings);
  const rpcUrl = readRpcUrl(rpcUrlOf(answers, surroundings));
  return {
    "genesis.json": genesisText(genesis),
    ".env": settingsText({ name: answers.name, rpcUrl, surroundings }),
    "charter.txt": `${charterLines(answers.name, genesis.founders).join("\n")}\n`,
  };
}

/** What has no default: on a chain that others use nobody is an issuer or a founder unless named. */
function missing(answers: Answers, surroundings: Surroundings): string[] {
  const local = isLocal(surroundings);
  const { name } = surroundings.network;
  const sentences: string[] = [];
  if (answers.issuer === undefined && !local) sentences.push(`Who is the issuer on ${name}? (--issuer ADDRESS)`);
  if (answers.founders === undefined && !(local && issuerOf(answers) === issuerOf({}))) {
    sentences.push(
      `Who are the founders${local ? " that this issuer vouches for" : ` on ${name}`}? (--founder ADDRESS=NULLIFIER, at least 7)`,
    );
  }
  return sentences;
}

/** Answers that can't be read are bad input. */
function spoken<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asInput(error);
  }
}

function asInput(error: unknown): unknown {
  if (!(error instanceof BadAnswer || error instanceof IssuerError)) return error;
  return new InitError("Answers", error.message, "No co-op can be made from it.");
}

/** For an option that may be given again. */
const several = (value: string, before: string[] = []): string[] => [...before, value];

const notes = `
Asks what isn't said by an option, at a terminal. With --answers or --yes it doesn't ask: the rest is as the defaults are
(docs/genesis.md). A name in --founder is made into a nullifier with the issuer's secret (ISSUER_KEY or ISSUER_SALT in the
environment), as npm run issuer does; it is written nowhere.

Examples:
  npm run init -- my-coop
  npm run init -- my-coop --answers answers.json --json
  npm run init -- my-coop --network localhost --yes --model "Assistant=A chat model."

Exit codes: 0 written, 1 stopped, 2 answers that can't be used, or a folder that isn't free`;

/** Its options and what it does, for the program that runs it. */
export function initProgram(world: Partial<InitWorld> = {}): Command {
  return new Command("init")
    .description("Writes a genesis file and settings for a new co-op, from a few questions. Sends nothing.")
    .argument("<folder>", "where to write them; also what the co-op is called, unless --name says otherwise")
    .option("--name <TEXT>", "what the co-op is called")
    .option("--network <NAME>", "a network of hardhat.config.ts")
    .option("--issuer <ADDRESS>", "who vouches for members")
    .option("--founder <ADDRESS=PERSON>", "account and nullifier (32 bytes) or name; again for each", several)
    .option("--expiry <DATE>", "last day of the founders' credentials, YYYY-MM-DD")
    .option("--guardian <ADDRESS>", "who may cancel proposals while the co-op is young")
    .option("--guardian-until <DATE>", "its last day, at most 730 days from now (default: in a year)")
    .option("--split <PERCENT>", "contributors/members/reserve, as 60/25/15")
    .option("--pace <PACE>", `where other periods come from: ${paces.join(", ")}`)
    .option("--voting-delay <TIME>", 'from a proposal to its vote, as "1 day"')
    .option("--voting-period <TIME>", "how long a vote is open")
    .option("--timelock <TIME>", "between a vote and its execution")
    .option("--challenge <TIME>", "in which a verdict of reviewers may be challenged")
    .option("--model <NAME=URI>", "a model to begin with; again for each", several)
    .option(
      "--asset <TOKEN=CEILING>",
      "a token to take, and what may be spent of it in 30 days; again for each",
      several,
    )
    .option("--rpc-url <URL>", "the chain as browsers reach it, without a secret key")
    .option("--answers <FILE>", "all answers as JSON: nothing is asked")
    .option("--yes", "take the defaults for what isn't given: nothing is asked")
    .option("--force", "replace what an earlier run wrote there")
    .option("--out <FILE>", "write the JSON there")
    .option("--json", "print one JSON object")
    .addHelpText("after", notes)
    .action((folder: string, options: InitOptions) => {
      const whole = { terminal: ownTerminal(), networks: knownNetworks, env: process.env, today: new Date(), ...world };
      return runCommand(options, () => init(folder, options, whole));
    });
}
