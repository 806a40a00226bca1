"use client";

import { readContentUri } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useSource } from "../../../data/ledger.tsx";
import type { Work } from "../../../data/types.ts";
import { t } from "../../../i18n/i18n.ts";
import type { Checked } from "./checkPieces.ts";
import { keptList } from "./keptList.ts";

export type Pieces = {
  readonly checked: Checked | undefined;
  /** The list is in this browser, and the store doesn't have it: it can be put there. */
  readonly unstored: { readonly list: string; readonly cid: string } | undefined;
  readonly reading: boolean;
  /** Why there is none, in words. */
  readonly said: string | undefined;
};

type Found = Pick<Pieces, "unstored"> & { readonly checked: Checked };

async function isMissing(url: string, cid: string): Promise<boolean> {
  const { fetchContent, StoreError } = await import("./store.ts");
  return fetchContent(url, cid).then(
    () => false,
    (error: unknown) => error instanceof StoreError && error.missing,
  );
}

/** The list of pieces of a contribution, from the store or from this browser, checked against the chain. */
export function usePieces(work: Work): Pieces {
  const source = useSource();
  const address = readContentUri(work.uri);
  const { data, error, isPending } = useQuery({
    queryKey: ["pieces", source?.config.deployment.chainHash, work.id.toString()],
    enabled: source !== undefined,
    retry: false,
    staleTime: 60_000,
    structuralSharing: false,
    queryFn: async (): Promise<Found | null> => {
      if (!source) return null;
      const { deployment, recordUrl } = source.config;
      const [{ examined }, { fetchContent }] = await Promise.all([import("./examined.ts"), import("./store.ts")]);
      const domain = {
        ...{ chainId: BigInt(deployment.chainId), registry: deployment.contracts.contributionRegistry },
        ...{ modelId: BigInt(work.modelId), submitter: work.submitter },
      };
      const stored = address && recordUrl ? { url: recordUrl, cid: address.cid } : undefined;
      const kept = keptList(work.root);
      if (kept !== undefined) {
        try {
          const checked = await examined(kept, domain, work.root);
          const missing = stored && (await isMissing(stored.url, stored.cid));
          return { checked, unstored: missing ? { list: kept, cid: stored.cid } : undefined };
        } catch (error) {
          // What this browser kept isn't the list on chain; the store may have that one.
          if (!stored) throw error;
        }
      }
      if (!stored) return null;
      const text = await fetchContent(stored.url, stored.cid);
      return { checked: await examined(text, domain, work.root), unstored: undefined };
    },
  });
  const known = error && (error.name === "StoreError" || error.name === "PiecesError");
  return {
    checked: data?.checked,
    unstored: data?.unstored,
    reading: isPending,
    said: error ? (known ? error.message : t("Its list of pieces can’t be read.")) : undefined,
  };
}
