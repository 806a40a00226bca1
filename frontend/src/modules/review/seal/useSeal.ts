"use client";

import { sealMessage, sealSecret } from "@commonmind/sdk";
import { useCallback, useEffect, useState } from "react";
import { type Address, bytesToHex, type Hex } from "viem";
import { useSource } from "../../../data/ledger.tsx";
import { t } from "../../../i18n/i18n.ts";
import { keep as keepText, readKept } from "../../../ui/kept.ts";
import { saveFile } from "../../../ui/saveFile.ts";
import { isContract } from "../../../wallet/isContract.ts";
import { useWallet } from "../../../wallet/useWallet.ts";
import { isSecret, readSealFile, type SealFile, SealFileError } from "./seal.ts";

export type Seal = {
  readonly secret: Hex | undefined;
  readonly signing: boolean;
  /** What went wrong, in words. */
  readonly said: string | undefined;
  /** Asks the wallet for the signature that the seal is made of; a contract's is drawn, and saved to a file. */
  make(): void;
  /** As {@link Seal.make}, for a score that is sealed already. */
  makeAgain(): void;
  /** Saves it to a file. */
  save(): void;
  /** Takes it from a file. */
  load(file: File): void;
};

const saveSeal = (file: SealFile) =>
  saveFile(
    `commonmind-seal-${file.account.slice(2, 8)}.json`,
    "application/json",
    `${JSON.stringify(file, null, 2)}\n`,
  );

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
    const kept = readKept(place);
    setSecret(isSecret(kept) ? kept : undefined);
  }, [place]);

  const keep = useCallback(
    (made: Hex) => {
      const kept = keepText(place, made);
      setSecret(made);
      setSaid(
        kept
          ? undefined
          : t("This browser doesn’t keep your seal. Save it to a file, below, before you leave the page."),
      );
    },
    [place],
  );

  const makeFor = useCallback(
    async (again: boolean) => {
      if (!account || !panel || chainId === undefined) return;
      setSigning(true);
      try {
        if (source && (await isContract(source.client, account))) {
          if (again) {
            setSaid(
              t(
                "Your wallet is a contract, and can’t make its seal again. Take it from the file that you saved, below.",
              ),
            );
            return;
          }
          // It may sign differently each time: only the file brings this one back.
          const made = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
          keep(made);
          saveSeal({ schema: 1, chainId, panel, account, secret: made });
          setSaid(
            t("Your wallet is a contract, so its seal was saved to a file. Keep it: nothing else brings it back."),
          );
          return;
        }
        const message = sealMessage({ chainId, panel }, account);
        keep(sealSecret(await signMessage(message)));
      } catch (error) {
        const { failureOf } = await import("../../../action/words.ts");
        setSaid(failureOf(error).words);
      } finally {
        setSigning(false);
      }
    },
    [source, account, panel, chainId, signMessage, keep],
  );

  const save = useCallback(() => {
    if (!account || !panel || chainId === undefined || !secret) return;
    const file: SealFile = { schema: 1, chainId, panel, account, secret };
    saveSeal(file);
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
  return {
    secret,
    signing,
    said,
    make: () => void makeFor(false),
    makeAgain: () => void makeFor(true),
    save,
    load: (file) => void load(file),
  };
}
