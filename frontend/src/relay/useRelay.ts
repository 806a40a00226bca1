"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address, Hex } from "viem";
import type { Call } from "../action/call.ts";
import { useSource } from "../data/ledger.tsx";
import { t } from "../i18n/i18n.ts";
import { isContract } from "../wallet/isContract.ts";
import type { SigningClient } from "../wallet/useWallet.ts";
import type { RelayRequest } from "./allowed.ts";
import type { SignedFormParameters } from "./signedForm.ts";

/** Gas of a large call: whoever can't pay that is offered the relay. */
const ENOUGH_GAS = 800_000n;

export type RelayStatus = {
  readonly enabled: boolean;
  /** Why it is off though somebody set it up, in words. */
  readonly off?: string;
};

/** Whether this server has a relay; undefined while it isn't known. */
export function useRelayStatus(): RelayStatus | undefined {
  const source = useSource();
  const { data } = useQuery({
    queryKey: ["relay", source?.config.deployment.chainHash],
    enabled: source !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<RelayStatus> => {
      const answer = await fetch("/relay", { cache: "no-store" });
      return answer.ok ? ((await answer.json()) as RelayStatus) : { enabled: false };
    },
  });
  return data;
}

/**
 * True where this server carries calls of members, and this wallet couldn't pay the fee itself. Of a wallet that is a contract
 * its owners pay, whatever it holds; and what it signs may not be what the contracts can check yet.
 */
export function useRelay(account: Address | undefined): boolean {
  const source = useSource();
  const enabled = useRelayStatus()?.enabled === true;
  const poor = useQuery({
    queryKey: ["purse-for-fees", source?.config.deployment.chainHash, account],
    enabled: source !== undefined && account !== undefined && enabled,
    refetchInterval: 15_000,
    queryFn: async () => {
      if (!source || !account) return false;
      const [balance, price] = await Promise.all([
        source.client.getBalance({ address: account }),
        source.client.getGasPrice(),
      ]);
      return balance < price * ENOUGH_GAS && !(await isContract(source.client, account));
    },
  });
  return enabled && poor.data === true;
}

/** Signs a call and has it carried; undefined if the relay doesn't carry such calls. */
export async function carry(call: Call, wallet: SigningClient, of: SignedFormParameters): Promise<Hex | undefined> {
  const { signedForm } = await import("./signedForm.ts");
  const form = await signedForm(call, of);
  if (!form) return undefined;
  const { signTypedData } = await import("viem/actions");
  const signature = form.typedData
    ? await signTypedData(wallet, { ...form.typedData, account: wallet.account } as never)
    : "0x";
  return send(form.request(signature));
}

async function send(request: RelayRequest): Promise<Hex> {
  const answer = await fetch("/relay", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const body = (await answer.json()) as { hash?: Hex; error?: string };
  if (!answer.ok || !body.hash)
    throw new Error(body.error ?? t("The relay doesn’t answer just now. Nothing was sent."));
  return body.hash;
}
