// A file's fingerprint in the browser is the SHA-256 that any other tool gives, and its progress ends at the end.
import { createHash } from "node:crypto";
import { expect } from "chai";
import { weightsHash } from "../../frontend/src/modules/votes/new/weightsHash.ts";

describe("The fingerprint of weights", () => {
  const bytes = new Uint8Array(300_000).map((_, i) => i % 251);

  for (const [name, content] of [
    ["of a file", bytes],
    ["of an empty file", new Uint8Array()],
  ] as const) {
    it(`${name} is its SHA-256`, async () => {
      const seen: number[] = [];
      const hash = await weightsHash(new File([content], "weights.bin"), (part) => seen.push(part));
      expect(hash).to.equal(`0x${createHash("sha256").update(content).digest("hex")}`);
      expect(seen.at(-1)).to.equal(content.length === 0 ? undefined : 1);
    });
  }
});
