// What to do after `npm run init`: the commands, ready to be pasted.
import type { Network } from "./networks.ts";

export type NextStep = { readonly does: string; readonly command: string };

/** @param folder As the user typed it. */
export function nextSteps(network: Network, folder: string): NextStep[] {
  const genesis = quoted(`${folder}/genesis.json`);
  const to = `--network ${network.name}`;
  const settings = network.variables.map((variable) => ({
    does: `keep ${variable} in Hardhat's keystore, or set it in the environment`,
    command: `npm run hardhat -- keystore set ${variable}`,
  }));
  const chain = { does: "a bare local chain, in another terminal", command: "npm run node" };
  return [
    ...(network.variables.length === 0 ? [chain] : settings),
    { does: "what it would cost", command: `npm run deploy -- ${to} --genesis ${genesis} --dry-run` },
    { does: "deploy", command: `npm run deploy -- ${to} --genesis ${genesis}` },
    { does: "prove that it stands as declared", command: `npm run doctor -- ${to} --genesis ${genesis}` },
    { does: "the dApp", command: `set -a && . ${quoted(sourced(`${folder}/.env`))} && set +a && npm run dapp` },
  ];
}

/** A shell looks for names without a slash on its path. */
const sourced = (path: string) => (/^[./]/.test(path) ? path : `./${path}`);

const quoted = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replace(/'/g, `'\\''`)}'`);
