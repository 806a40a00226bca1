// Ports are checked before they are used: never somebody else's chain.
import { ChainError } from "./chain.ts";
import { isFree } from "./freePort.ts";

/** Port of the local chain: COMMONMIND_CHAIN_PORT, or 8545. */
export const chainPort = (): number => portOf("COMMONMIND_CHAIN_PORT", 8545);

/** Port of the dApp: COMMONMIND_DAPP_PORT, or 3000. */
export const dappPort = (): number => portOf("COMMONMIND_DAPP_PORT", 3000);

/** Port of the issuer: COMMONMIND_ISSUER_PORT, or 8787. */
export const issuerPort = (): number => portOf("COMMONMIND_ISSUER_PORT", 8787);

/** Port of the indexer: COMMONMIND_INDEXER_PORT, or 42069. */
export const indexerPort = (): number => portOf("COMMONMIND_INDEXER_PORT", 42_069);

function portOf(setting: string, otherwise: number): number {
  const text = process.env[setting] ?? `${otherwise}`;
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new ChainError(`${setting} is "${text}", and a port is a whole number from 1 to 65535.`);
}

/** Refuses ports that something listens on, all at once. Keys are the settings that change them. */
export async function requireFree(ports: Readonly<Record<string, number>>, command = "npm start"): Promise<void> {
  const taken: [string, number][] = [];
  for (const [setting, port] of Object.entries(ports)) if (!(await isFree(port))) taken.push([setting, port]);
  if (taken.length === 0) return;
  const which = taken.map(([, port]) => port).join(" and ");
  const others = taken.map(([setting, port]) => `${setting}=${port + 1}`).join(" ");
  throw new ChainError(
    `Port ${which} is taken by another program (perhaps another ${command}). Stop that one, or choose: ${others} ${command}`,
  );
}
