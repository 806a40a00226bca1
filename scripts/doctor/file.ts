// What a deployment is held against: the genesis file that it was made from, and what votes have changed since.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type Hex, keccak256 } from "viem";
import { type Genesis, loadGenesis } from "../../deploy/genesis.ts";
import { ChainError } from "../lib/chain.ts";
import { userPath } from "../lib/cli.ts";
import { root } from "../lib/paths.ts";
import type { Examination } from "./examination.ts";

/** What a vote may have changed that only a file can declare, by its path there. */
const AMENDABLE = ["gold", "periods.timelock"];

export type Declared = {
  /** The file that it was made from. */
  readonly genesis: Genesis | undefined;
  /** The copy that says what votes have changed since. */
  readonly amended?: Genesis;
  /** What it is compared with, in words. */
  readonly inWords: string;
};

/**
 * What was declared: the file given, or, among those of the repository, the one that the deployment was made from; with
 * what `amended`, a copy of it, says of the poster of gold and the timelock's delay. Throws {@link ChainError} if a copy says
 * anything else, or can't be held against that very file, and GenesisError if a file can't be read.
 */
export function declaredBy(genesisHash: Hex, { file, amended }: { file?: string; amended?: string }): Declared {
  const own = file === undefined ? inRepository(genesisHash) : { name: file, path: userPath(file) };
  const genesis = own && loadGenesis(own.path, { deployed: true });
  const alike = genesis?.hash === genesisHash;
  const inWords =
    own === undefined
      ? "its genesis file isn't in deploy/genesis (name it with --genesis), so appointments and the timelock's delay are compared with the logs of the deployment"
      : `declared in ${own.name}${alike ? "" : ", which isn't the file it was made from"}`;
  if (amended === undefined) return { genesis, inWords };
  if (genesis === undefined || !alike) {
    throw new ChainError(
      `${amended} is held against the genesis file that the co-op was made from, and that ${genesis ? "isn't the one given with --genesis" : "isn't in deploy/genesis: name it with --genesis"}. Nothing was checked.`,
    );
  }
  const copy = loadGenesis(userPath(amended), { deployed: true });
  const others = differences(genesis, copy).filter((path) => !AMENDABLE.includes(path));
  if (others.length > 0) {
    throw new ChainError(
      `${amended} differs from the genesis file in ${others.join(", ")}, too. It may only say what votes have changed of ${AMENDABLE.join(" and ")}: all else is compared with the chain's logs. Nothing was checked.`,
    );
  }
  return {
    genesis,
    amended: copy,
    inWords: `${inWords}, and in ${amended} what votes have changed since`,
  };
}

/** Whether the file given is the very one that the deployment names: another one declares another co-op. */
export function checkFile(examination: Examination): void {
  const { genesis, deployment } = examination;
  if (genesis === undefined || genesis.hash === deployment.genesisHash) return;
  const own = inRepository(deployment.genesisHash);
  const where = own && differences(loadGenesis(own.path, { deployed: true }), genesis);
  const how =
    own === undefined || where === undefined
      ? "What it says is compared all the same"
      : where.length === 0
        ? `It differs from ${own.name} only in how it is written`
        : `It differs from ${own.name} in ${where.join(", ")}`;
  examination.report(
    "genesis-file",
    `The genesis file given isn't the one that the co-op was made from: its hash is another. ${how}.`,
    { expected: deployment.genesisHash, actual: genesis.hash },
  );
}

/** The file of `deploy/genesis` with this hash. */
function inRepository(genesisHash: Hex): { name: string; path: string } | undefined {
  const folder = join(root, "deploy", "genesis");
  const path = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name))
    .find((each) => keccak256(readFileSync(each)) === genesisHash);
  return path === undefined ? undefined : { name: relative(root, path), path };
}

/** Where two genesis files differ: "periods.timelock", "founders.0.account". */
function differences({ hash: _, ...one }: Genesis, { hash: __, ...other }: Genesis): string[] {
  return differencesAt(one, other, []);
}

function differencesAt(one: unknown, other: unknown, path: readonly string[]): string[] {
  if (one === other) return [];
  if (!isObject(one) || !isObject(other)) return [path.join(".")];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) => differencesAt(one[key], other[key], [...path, key]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
