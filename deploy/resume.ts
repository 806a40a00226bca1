// Mends the journal of an interrupted run, so that Ignition can go on with it.
//
// Ignition writes a line before a transaction leaves and another once the node has answered with its hash. A run that
// ends between the two leaves a transaction of which nobody knows whether it left, and Ignition then asks a human. The
// chain knows: either the deployer's nonce is unused, and nothing left, or the transaction that used it is to be found.
import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { trackTransaction } from "@nomicfoundation/ignition-core";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, type Hex, isAddressEqual } from "viem";
import { DeployError } from "./DeployError.ts";
import { type Entry, type Journal, readJournal, UNREADABLE } from "./journal.ts";

type Provider = NetworkConnection["provider"];

export type Interrupted = {
  provider: Provider;
  /** The journal's folder. */
  folder: string;
  deployer: Address;
  /** No transaction of the deployment is in a block before this one. */
  fromBlock: number;
  /** Ends every message about what can't be mended: how to begin anew. */
  beginAnew: string;
  /** Milliseconds that a transaction which left is given to be mined. */
  patience?: number;
};

/** Mends one journal. Does nothing where there is none, or where nothing is amiss. */
export async function mendJournal(run: Interrupted): Promise<void> {
  const journal = readJournal(run.folder);
  if (journal === undefined) return;
  dropCutOff(journal, run.beginAnew);
  const { path, text, lines, entries } = journal;
  const count = (block: string) => transactionCount(run.provider, run.deployer, block);

  const sender = entries.find(({ from }) => from)?.from;
  if (sender && !isAddressEqual(sender, run.deployer)) {
    throw new DeployError(`${sender} began this deployment: go on from that account. ${run.beginAnew}`);
  }
  const confirmed = [...prepared(entries).values()].filter((each) => each.confirmed).map(({ nonce }) => nonce);
  if (Math.max(-1, ...confirmed) >= (await count("latest"))) {
    throw new DeployError(
      `The chain lacks transactions that an earlier run saw on it: it was started anew, or its node lags behind. Wait for the node, or begin anew. ${run.beginAnew}`,
    );
  }

  // What failed in a block changed nothing, and nothing came after it: it is forgotten, and tried again.
  const failed = new Set<string>();
  for (const { type, futureId = "", result } of entries) {
    if (type === "WIPE_APPLY") failed.delete(futureId);
    if (result && type.endsWith("_EXECUTION_STATE_COMPLETE") && result.type !== "SUCCESS") failed.add(futureId);
    if (type === "ONCHAIN_INTERACTION_TIMEOUT") {
      throw new DeployError(`An earlier run gave up on ${futureId}, which wasn't mined in time. ${run.beginAnew}`);
    }
  }
  for (const futureId of failed) {
    const wiped: Entry = { futureId, type: "WIPE_APPLY" };
    lines.push(JSON.stringify(wiped));
    entries.push(wiped);
  }

  const lost = [...prepared(entries).values()].filter(({ sent }) => !sent);
  const pending = lost.length > 0 ? await count("pending") : 0;
  const unsent = new Set(lost.filter(({ nonce }) => nonce >= pending).map(({ line }) => line));
  const barelyBegun = withoutInteraction(entries);
  const mended = lines.filter((_, line) => !unsent.has(line) && !barelyBegun.has(line)).join("\n");
  if (mended !== text) {
    // Written beside it and put in its place, so that an interruption here can't cost the journal itself.
    writeFileSync(`${path}.new`, mended);
    renameSync(`${path}.new`, path);
  }

  const lastSeen = Math.max(run.fromBlock, ...entries.map(({ receipt }) => receipt?.blockNumber ?? 0));
  for (const { nonce, futureId } of lost.filter(({ line }) => !unsent.has(line))) {
    const hash = await transactionOf(run, nonce, futureId, lastSeen);
    // If it is not the one that was prepared, Ignition notes that another took its place, and sends its own again.
    await trackTransaction(run.folder, hash, run.provider, 1);
  }
}

/** The last line may have been cut off while it was written: it goes, as if it had never begun. Another can't be mended. */
function dropCutOff({ path, lines, entries }: Journal, beginAnew: string): void {
  const bad = entries.findIndex(({ type }) => type === UNREADABLE);
  if (bad === -1) return;
  if (bad < entries.length - 1) throw new DeployError(`Line ${bad + 1} of ${path} can't be read. ${beginAnew}`);
  lines.pop();
  entries.pop();
}

type Prepared = { line: number; futureId: string; nonce: number; sent: boolean; confirmed: boolean };

/** The transactions that were given a nonce, and how far each came. */
function prepared(entries: readonly Entry[]): Map<string, Prepared> {
  const found = new Map<string, Prepared>();
  entries.forEach(({ type, futureId = "", networkInteractionId, nonce = 0 }, line) => {
    const key = `${futureId} ${networkInteractionId}`;
    const known = found.get(key);
    if (type === "TRANSACTION_PREPARE_SEND" && !known?.sent) {
      found.set(key, { line, futureId, nonce, sent: false, confirmed: false });
    }
    if (type === "TRANSACTION_SEND" && known) known.sent = true;
    if (type === "TRANSACTION_CONFIRM" && known) known.confirmed = true;
    if (type === "ONCHAIN_INTERACTION_DROPPED" || type === "ONCHAIN_INTERACTION_REPLACED_BY_USER") found.delete(key);
    if (type === "WIPE_APPLY") {
      for (const [other, each] of found) if (each.futureId === futureId) found.delete(other);
    }
  });
  return found;
}

/**
 * Steps that were begun and then nothing more: a run that ended right there. Ignition stumbles over them, and what never
 * asked for a transaction may as well not have begun.
 */
function withoutInteraction(entries: readonly Entry[]): Set<number> {
  const begun = new Map<string, number>();
  entries.forEach(({ type, futureId = "" }, line) => {
    if (/^(DEPLOYMENT|CALL|SEND_DATA)_EXECUTION_STATE_INITIALIZE$/.test(type)) begun.set(futureId, line);
    else begun.delete(futureId);
  });
  return new Set(begun.values());
}

/** The hash of the deployer's transaction with a nonce that is in use, once it is in a block. */
async function transactionOf(
  { provider, deployer, beginAnew, patience = 120_000 }: Interrupted,
  nonce: number,
  futureId: string,
  fromBlock: number,
): Promise<Hex> {
  for (const until = Date.now() + patience; (await transactionCount(provider, deployer, "latest")) <= nonce; ) {
    if (Date.now() >= until) {
      throw new DeployError(
        `Transaction ${nonce} of ${deployer}, for ${futureId}, has left and isn't in a block yet. Run this again once it is.`,
      );
    }
    await wait(1_000);
  }
  // It left right after the last one that is known, so looking forward from there finds it soon.
  const head = Number(await provider.request({ method: "eth_blockNumber" }));
  for (let number = fromBlock; number <= head; number++) {
    const params = [`0x${number.toString(16)}`, true];
    const block = (await provider.request({ method: "eth_getBlockByNumber", params })) as {
      transactions: { hash: Hex; from: Address; nonce: Hex }[];
    } | null;
    const found = block?.transactions.find(
      (each) => isAddressEqual(each.from, deployer) && Number(each.nonce) === nonce,
    );
    if (found) return found.hash;
  }
  throw new DeployError(
    `Transaction ${nonce} of ${deployer}, for ${futureId}, is in no block from ${fromBlock} to ${head} that the node shows. ${beginAnew}`,
  );
}

async function transactionCount(provider: Provider, account: Address, block: string): Promise<number> {
  return Number(await provider.request({ method: "eth_getTransactionCount", params: [account, block] }));
}
