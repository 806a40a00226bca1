import { createKeccak } from "./keccak.ts";
import { ManifestBuilder, type ManifestBuilderOptions } from "./ManifestBuilder.ts";
import { located, type ParsedLeaf } from "./parseLeaves.ts";
import type { Manifest, ManifestDomainFields, ManifestLeaf } from "./types.ts";

export type BuildManifestOptions = ManifestBuilderOptions & {
  domainFields: ManifestDomainFields;
  signal?: AbortSignal | undefined;
};

/** Builds a manifest from leaves however they come: an array, a generator, a parsed file or upload. */
export async function buildManifest(
  leaves: AsyncIterable<ManifestLeaf | ParsedLeaf> | Iterable<ManifestLeaf | ParsedLeaf>,
  { domainFields, signal, ...options }: BuildManifestOptions,
): Promise<Manifest> {
  const keccak = options.keccak ?? (await createKeccak());
  const builder = await ManifestBuilder.create(domainFields, { ...options, keccak });
  for await (const leaf of leaves) {
    signal?.throwIfAborted();
    if ("source" in leaf) located(leaf.source, () => builder.push(leaf));
    else builder.push(leaf);
  }
  return builder.finish();
}
