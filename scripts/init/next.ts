// What to do after `npm run init`: the commands, ready to be pasted.
import type { Network } from "./networks.ts";

export type NextStep = { readonly does: string; readonly command: string };

export type NextSteps = {
  network: Network;
  /** The network by whose blocks review panels are drawn, if not by its own. */
  beneath?: Network | undefined;
  /** As the user typed it. */
  folder: string;
  /** Where browsers reach the chain; "" if nobody has said so yet. */
  rpcUrl: string;
};

/** From the settings to what has to stay up, in the order of the README. Sends nothing, reads nothing. */
export function nextSteps({ network, beneath, folder, rpcUrl }: NextSteps): NextStep[] {
  const genesis = quoted(`${folder}/genesis.json`);
  const to = `--network ${network.name}`;
  const local = network.variables.length === 0;
  const keep = (variable: string, why = "") => ({
    does: `keep ${variable} in Hardhat's keystore, or set it in the environment${why}`,
    command: `npm run hardhat -- keystore set ${variable}`,
  });
  const others = (beneath?.variables ?? []).filter((variable) => !network.variables.includes(variable));
  const settings = [
    ...network.variables.map((variable) => keep(variable)),
    ...others.map((variable) => keep(variable, `: the keeper draws review panels by blocks of ${beneath?.name}`)),
  ];
  const chain = { does: "a bare local chain, in another terminal", command: "npm run node" };
  const file = sourced(`${folder}/.env`);
  const set = `set -a && . ${quoted(file)} && set +a`;
  const once = rpcUrl === "" ? `, once COMMONMIND_RPC_URL is set in ${file}` : "";
  return [
    ...(local ? [chain] : settings),
    { does: "what it would cost", command: `npm run deploy -- ${to} --genesis ${genesis} --dry-run` },
    { does: "deploy", command: `npm run deploy -- ${to} --genesis ${genesis}` },
    { does: "prove that it stands as declared", command: `npm run doctor -- ${to} --genesis ${genesis}` },
    { does: "recount its books from the chain's logs", command: `npm run audit -- ${to}` },
    ...(local ? [] : [{ does: "have explorers show the sources", command: `npm run verify -- ${to}` }]),
    { does: "keep reviews moving, on a machine that stays up", command: `npm run keeper -- ${to}` },
    { does: `the record, which stays up too${once}`, command: `${set} && npm run indexer` },
    { does: `the dApp${once}`, command: `${set} && npm run dapp` },
  ];
}

/** A shell looks for names without a slash on its path. */
const sourced = (path: string) => (/^[./]/.test(path) ? path : `./${path}`);

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replace(/'/g, `'\\''`)}'`);
