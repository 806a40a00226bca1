"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Address, encodeFunctionData, type Hex, keccak256, type TransactionReceipt } from "viem";
import { useRecordedBlock, useSource } from "../data/ledger.tsx";
// One machine for every transaction: connect, switch, check, ready, confirm, sent, slow, mined, recorded; rejected,
// reverted, replaced. A reload resumes what is pending.
import { t } from "../i18n/i18n.ts";
import { carry, useRelay } from "../relay/useRelay.ts";
import { forget, keep, readKept } from "../ui/kept.ts";
import { type SigningClient, useConnectDialog, useWallet } from "../wallet/useWallet.ts";
import type { Call } from "./call.ts";
import { type Pending, readPending } from "./pending.ts";
import { type ActionState, type Phase, stateOf } from "./state.ts";

/** Between two questions to a chain that doesn't answer, in milliseconds. */
const PAUSE = 2_000;

/** Every contract's errors are a good deal of text: fetched when the first one happens. */
const failureOf = async (error: unknown) => (await import("./words.ts")).failureOf(error);

export type Action = {
  readonly state: ActionState;
  /** How many of the transactions are done; most actions have one. */
  readonly step: { readonly done: number; readonly of: number };
  /** The co-op's relay pays the network's fee. */
  readonly free: boolean;
  readonly press: () => void;
  readonly reset: () => void;
};

/**
 * @param key What is done, e.g. "vote:12": pending transactions are remembered under it.
 * @param calls One transaction each, sent one after the other; none while there is nothing to do yet.
 */
export function useAction(key: string, calls: readonly Call[]): Action {
  const source = useSource();
  const { address, onRightChain, client: walletClient, switchChain } = useWallet();
  const openDialog = useConnectDialog();
  const recorded = useRecordedBlock();
  const free = useRelay(address);
  const actor = useRef(address);
  /** What the wallet's other owners are waited for with; another one ends the waiting. */
  const waiting = useRef<Hex>(undefined);
  const [phase, setPhase] = useState<Phase>({ name: "none" });
  const [done, setDone] = useState(0);
  const [total, setTotal] = useState(0);
  const [sentAt, setSentAt] = useState(0);
  const [seconds, setSeconds] = useState(0);
  const receipts = useRef<TransactionReceipt[]>([]);
  const storageKey = `commonmind.pending:${source?.config.deployment.chainHash ?? ""}:${address ?? ""}:${key}`;

  const fingerprint = useMemo(
    () =>
      keccak256(
        `0x${calls.map((call) => call.address.slice(2) + encodeFunctionData(call as never).slice(2) + (call.value ?? 0n).toString(16).padStart(64, "0")).join("")}`,
      ),
    [calls],
  );
  const check = useQuery({
    queryKey: ["check", source?.config.deployment.chainHash, address, fingerprint],
    enabled:
      source !== undefined &&
      address !== undefined &&
      onRightChain &&
      calls.length > 0 &&
      (phase.name === "none" || phase.name === "rejected"),
    retry: false,
    staleTime: 5_000,
    gcTime: 0,
    queryFn: async () => {
      try {
        // Where nobody else makes blocks, the next one is later than the last by all the time that has gone by.
        const blockTag = source?.config.personas ? "pending" : "latest";
        for (const call of calls.filter((it) => !it.dependent)) {
          await source?.client.simulateContract({ ...call, account: address, blockTag } as never);
        }
      } catch (error) {
        throw new Error((await failureOf(error)).words);
      }
      return true;
    },
  });

  const follow = useCallback(
    async (hash: Hex) => {
      const client = source?.client;
      if (!client) throw new Error(t("The chain isn't known yet."));
      let cancelled = false;
      // A chain that doesn't answer for a while has not lost the transaction: it is asked again until it says.
      const receipt = await (async () => {
        while (true) {
          try {
            return await client.waitForTransactionReceipt({
              hash,
              timeout: 0,
              onReplaced: ({ reason, transaction }) => {
                cancelled = reason !== "repriced";
                setPhase({ name: "replaced", hash: transaction.hash });
              },
            });
          } catch {
            await new Promise((resolve) => setTimeout(resolve, PAUSE));
          }
        }
      })();
      if (cancelled) throw new Error(t("Your wallet sent something else in its place. Nothing of this happened."));
      if (receipt.status !== "success")
        throw new Error(t("It was taken into a block, but the contract refused it. Nothing changed."));
      return receipt;
    },
    [source],
  );

  /** As {@link follow}, for a wallet that is a contract. Undefined if nobody waits for it any more. */
  const followContract = useCallback(
    async (hash: Hex, { to, since }: { to: Address; since: string }) => {
      const client = source?.client;
      if (!client || !address) throw new Error(t("The chain isn't known yet."));
      waiting.current = hash;
      const { outcomeOf } = await import("./ofContract.ts");
      const found = await outcomeOf(
        client,
        { hash, wallet: address, to, since: BigInt(since) },
        {
          pause: PAUSE,
          waits: () => waiting.current === hash && actor.current === address,
          onWaiting: () => setPhase({ name: "signers", hash }),
        },
      );
      if (found?.refused)
        throw new Error(t("It was taken into a block, but the contract refused it. Nothing changed."));
      return found?.receipt;
    },
    [source, address],
  );

  const run = useCallback(
    async (resumed?: Pending) => {
      if (!source || !address) return;
      const carried = async (call: Call, wallet: SigningClient) => {
        const { client, config } = source;
        const { timestamp } = await client.getBlock({ blockTag: config.personas ? "pending" : "latest" });
        const of = { client, deployment: config.deployment, account: address, now: Number(timestamp) };
        return carry(call, wallet, of);
      };
      try {
        const hashes: Hex[] = [...(resumed?.hashes ?? [])];
        receipts.current = [];
        setTotal(resumed ? hashes.length : calls.length);
        setDone(0);
        const count = resumed ? hashes.length : calls.length;
        let asked = resumed?.asked;
        for (let i = 0; i < count; i++) {
          let hash = hashes[i];
          if (!hash) {
            setPhase({ name: "confirm" });
            const wallet = await walletClient();
            if (wallet.account.address.toLowerCase() !== address.toLowerCase())
              throw new Error(t("Your wallet changed to another account. Nothing was sent."));
            const call = calls[i] as Call;
            const contract = await (await import("../wallet/isContract.ts")).isContract(source.client, address);
            const since = contract ? await source.client.getBlockNumber({ cacheTime: 0 }) : 0n;
            asked = contract ? { to: call.address, since: `${since}` } : undefined;
            hash = free ? await carried(call, wallet) : undefined;
            if (!hash) {
              const { writeContract } = await import("viem/actions");
              hash = await writeContract(wallet, { ...call, account: wallet.account, chain: wallet.chain } as never);
            }
            hashes[i] = hash;
            // Kept or not: it is on its way.
            keep(storageKey, JSON.stringify({ hashes, sentAt: Date.now(), ...(asked && { asked }) } satisfies Pending));
          }
          setSentAt(Date.now());
          setSeconds(0);
          setPhase({ name: "sent", hash });
          // Of several, only the last one can be a wallet's own name for something.
          const receipt = asked && i === hashes.length - 1 ? await followContract(hash, asked) : await follow(hash);
          if (!receipt) return;
          receipts.current.push(receipt);
          if (asked) hashes[i] = receipt.transactionHash;
          setDone(i + 1);
        }
        const last = receipts.current.at(-1);
        forget(storageKey);
        if (last) setPhase({ name: "mined", hash: last.transactionHash, block: last.blockNumber });
      } catch (error) {
        forget(storageKey);
        const { rejected, words } = await failureOf(error);
        setPhase(rejected ? { name: "rejected", words } : { name: "reverted", words });
      }
    },
    [source, address, calls, walletClient, follow, followContract, storageKey, free],
  );

  // Another account begins anew: nobody reads somebody else's "recorded".
  useEffect(() => {
    if (actor.current === address) return;
    actor.current = address;
    setPhase({ name: "none" });
    setDone(0);
  }, [address]);

  // What was sent before a reload goes on here.
  const resumed = useRef("");
  useEffect(() => {
    if (!source || !address || resumed.current === storageKey) return;
    resumed.current = storageKey;
    const text = readKept(storageKey);
    const pending = text === undefined ? undefined : readPending(text, Date.now());
    if (pending) void run(pending);
    else forget(storageKey);
  }, [source, address, storageKey, run]);

  useEffect(() => {
    if (phase.name !== "mined" || recorded < phase.block) return;
    setPhase({ name: "recorded", hash: phase.hash, block: phase.block, receipts: [...receipts.current] });
  }, [phase, recorded]);

  useEffect(() => {
    if (phase.name !== "sent") return;
    const timer = setInterval(() => setSeconds(Math.floor((Date.now() - sentAt) / 1_000)), 1_000);
    return () => clearInterval(timer);
  }, [phase.name, sentAt]);

  const state = stateOf({
    ...{ phase, seconds, address, onRightChain, hasCalls: calls.length > 0 },
    check: check.isSuccess ? "passed" : check.isError ? { refused: check.error.message } : "running",
  });

  const press = () => {
    if (state.name === "connect") openDialog();
    else if (state.name === "switch") {
      switchChain().catch(async (error: unknown) =>
        setPhase({ name: "rejected", words: (await failureOf(error)).words }),
      );
    } else if (state.name === "ready" || state.name === "rejected") void run();
    else if (state.name === "signers") {
      waiting.current = undefined;
      forget(storageKey);
      setPhase({ name: "none" });
    } else if (state.name === "refused") void check.refetch();
    else if (state.name === "reverted") setPhase({ name: "none" });
  };
  return {
    state,
    step: { done, of: total },
    free,
    press,
    reset: () => {
      setPhase({ name: "none" });
      setSeconds(0);
    },
  };
}
