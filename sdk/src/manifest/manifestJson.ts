import type { Address, Hex } from "viem";
import type { Manifest } from "./types.ts";

/** What a manifest says of itself, as it is written down. Integers are decimal strings. */
export type ManifestJson = {
  root: Hex;
  sum: string;
  leaves: string;
  depth: string;
  domain: Hex;
  items: string;
  domainFields: { chainId: string; registry: Address; modelId: string; submitter: Address };
};

/** A manifest's description as JSON holds it. */
export function manifestToJson({ root, sum, leaves, depth, domain, items, domainFields }: Manifest): ManifestJson {
  const { chainId, registry, modelId, submitter } = domainFields;
  return {
    root,
    sum: String(sum),
    leaves: String(leaves),
    depth: String(depth),
    domain,
    items: String(items),
    domainFields: { chainId: String(chainId), registry, modelId: String(modelId), submitter },
  };
}
