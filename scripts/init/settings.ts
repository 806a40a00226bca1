// The settings of a new co-op, for the dApp and the record: those of .env.example that follow from the answers, and no secret.
// Not from "@commonmind/sdk": that needs the contracts built, which `npm run init` doesn't.
import { LOCAL_CHAIN } from "../../sdk/src/chains.ts";
import { chainPort } from "../lib/ports.ts";
import type { Answers } from "./answers.ts";
import { isLocal, type Surroundings } from "./genesis.ts";

export const defaultRpcUrl = (surroundings: Surroundings): string =>
  isLocal(surroundings) ? `http://127.0.0.1:${chainPort()}` : "";

export type SettingsParameters = { name: string; rpcUrl: string; surroundings: Surroundings };

export function settingsText({ name, rpcUrl, surroundings }: SettingsParameters): string {
  const { network } = surroundings;
  const secrets =
    network.chainId === LOCAL_CHAIN
      ? "The local chain needs no secrets."
      : `Secrets don't belong here (${network.variables.join(", ")}): keep them in Hardhat's keystore or in the environment.`;
  return `# Settings of ${oneLine(name)} on ${network.name}, chain ${network.chainId}. All there are: .env.example of the repository.
# ${secrets}
# No program reads this file by itself. In a shell at the repository's root:
#   set -a && . THIS/FILE && set +a

# Which co-op: written by npm run deploy.
COMMONMIND_DEPLOYMENT='deployments/${network.chainId}.json'

# The chain, as browsers reach it. Every visitor of the dApp reads it: no secret key in it.
${rpcUrl === "" ? "#COMMONMIND_RPC_URL=" : `COMMONMIND_RPC_URL='${rpcUrl}'`}

# The record (npm run indexer), as browsers reach it. Without it the dApp reads the chain itself.
#COMMONMIND_RECORD_URL='http://127.0.0.1:42069'
`;
}

export const rpcUrlOf = (answers: Answers, surroundings: Surroundings): string =>
  answers.rpcUrl ?? defaultRpcUrl(surroundings);

const oneLine = (text: string) => text.replace(/\s+/g, " ");
