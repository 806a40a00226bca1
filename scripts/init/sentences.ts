// What the genesis file's schema finds wrong, as a sentence about the answer.
import type { GenesisProblem } from "../../deploy/genesis.ts";

const names: Readonly<Record<string, string>> = {
  name: "The name",
  "periods.challenge": "The time to challenge a verdict",
  "periods.votingDelay": "The time until a vote opens",
  "periods.votingPeriod": "The time that a vote is open",
  "periods.timelock": "The wait between a vote and its execution",
  split: "The split",
  "split.contributors": "The contributors' share, in 1/10,000,",
  "split.dividend": "The members' share, in 1/10,000,",
  "split.reserve": "The reserve's share, in 1/10,000,",
  "governance.guardian.account": "The guardian",
  "governance.guardian.until": "The guardian's last day",
  "issuers.0.account": "The issuer",
  "issuers.0.cap": "The issuer's cap",
  "issuers.0.growthLimit": "The issuer's growth limit",
  founders: "The co-op",
  assets: "The list of tokens",
  nativeSpendingCeiling: "The spending ceiling of the native currency",
};

const parts: Readonly<Record<string, string>> = {
  account: "account",
  nullifier: "nullifier",
  expiry: "last day",
  name: "name",
  uri: "description",
  token: "address",
  spendingCeiling: "spending ceiling",
};
const things: Readonly<Record<string, string>> = { founders: "founder", models: "model", assets: "token" };

/** "The account of founder 3 holds another founding seat." */
export function sentenceOf({ path, message }: GenesisProblem): string {
  return `${subject(path)} ${message.replace(/\.$/, "")}.`;
}

function subject(path: string): string {
  const name = names[path];
  if (name !== undefined) return name;
  const [list = "", index, part] = path.split(".");
  const thing = things[list];
  if (thing === undefined || index === undefined) return path === "" ? "The file:" : `${path}:`;
  const which = `${thing} ${Number(index) + 1}`;
  if (part === undefined) return `${which[0]?.toUpperCase()}${which.slice(1)}`;
  return `The ${parts[part] ?? part} of ${which}`;
}
