// The address that a contribution bears on chain: where its list of pieces is, what it is called, and its licence.
export type ContentUri = {
  /** Of the file with the list of pieces. */
  readonly cid: string;
  /** What it is called, in one line. */
  readonly name: string;
  /** By its SPDX name. */
  readonly licence: string;
};

/** "ipfs://<cid>?name=...&licence=..." */
export function writeContentUri({ cid, name, licence }: ContentUri): string {
  return `ipfs://${cid}?${new URLSearchParams({ name, licence })}`;
}

/** What such an address says; undefined for any other. Nothing is thrown: whatever stands on chain is read. */
export function readContentUri(uri: string): ContentUri | undefined {
  const [, cid, query = ""] = /^ipfs:\/\/([a-z2-7]{10,120})(?:[?](.*))?$/s.exec(uri) ?? [];
  if (cid === undefined) return undefined;
  const told = new URLSearchParams(query);
  return { cid, name: told.get("name") ?? "", licence: told.get("licence") ?? "" };
}
