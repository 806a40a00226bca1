"use client";

import { sealMessage, sealSecret } from "@commonmind/sdk";
import { useCallback, useEffect, useState } from "react";
import type { Address, Hex } from "viem";
import { useSource } from "../../../data/ledger.tsx";
import { t } from "../../../i18n/i18n.ts";
import { saveFile } from "../../../ui/saveFile.ts";
import { useWallet } from "../../../wallet/useWallet.ts";
import { readSealFile, type SealFile, SealFileError } from "./seal.ts";

export type Seal = {
  readonly secret: Hex | undefined;
  readonly signing: boolean;
  /** What went wrong, in words. */
  readonly said: string | undefined;
  /** Asks the wallet for the signature that the seal is made of. */
  make(): void;
  /** Saves it to a file. */
  save(): void;
  /** Takes it from a file. */
  load(file: File): void;
};

/** The reviewer's secret, as this browser keeps it. */
export function useSeal(account: Address | undefined): Seal {
  const source = useSource();
  const { signMessage } = useWallet();
  const [secret, setSecret] = useState<Hex>();
  const [signing, setSigning] = useState(false);
  const [said, setSaid] = useState<string>();
  const deployment = source?.config.deployment;
  const panel = deployment?.contracts.reviewPanel;
  const chainId = deployment?.chainId;
  const place = `commonmind.seal:${deployment?.chainHash ?? ""}:${panel ?? ""}:${account?.toLowerCase() ?? ""}`;

  useEffect(() => {
    setSaid(undefined);
    setSecret((localStorage.getItem(place) as Hex | null) ?? undefined);
  }, [place]);

  const keep = useCallback(
    (made: Hex) => {
      localStorage.setItem(place, made);
      setSecret(made);
      setSaid(undefined);
    },
    [place],
  );

  const make = useCallback(async () => {
    if (!account || !panel || chainId === undefined) return;
    setSigning(true);
    try {
      const message = sealMessage({ chainId, panel }, account);
      keep(sealSecret(await signMessage(message)));
    } catch (error) {
      const { failureOf } = await import("../../../action/words.ts");
      setSaid(failureOf(error).words);
    } finally {
      setSigning(false);
    }
  }, [account, panel, chainId, signMessage, keep]);

  const save = useCallback(() => {
    if (!account || !panel || chainId === undefined || !secret) return;
    const file: SealFile = { schema: 1, chainId, panel, account, secret };
    saveFile(`commonmind-seal-${account.slice(2, 8)}.json`, "application/json", `${JSON.stringify(file, null, 2)}\n`);
  }, [account, panel, chainId, secret]);

  const load = useCallback(
    async (file: File) => {
      if (!account || !panel || chainId === undefined) return;
      try {
        keep(readSealFile(await file.text(), { account, panel, chainId }));
      } catch (error) {
        setSaid(error instanceof SealFileError ? error.message : t("This file can’t be read."));
      }
    },
    [account, panel, chainId, keep],
  );
  return { secret, signing, said, make: () => void make(), save, load: (file) => void load(file) };
}
