// Gas of others in the same EVM: what npm has of them, compiled in the same run, and baselines written from specification.
import { compilePeers } from "./compile.ts";
import { benchGovernors } from "./peerGovernors.ts";
import { benchMerkleClaims } from "./peerMerkle.ts";
import { benchSharing } from "./peerSharing.ts";

export async function benchPeers(): Promise<void> {
  const compiled = compilePeers();
  const code = (name: string) => {
    const found = compiled.get(name);
    if (!found) throw new Error(`There is no ${name} in bench/gas/solidity.`);
    return found;
  };
  await benchGovernors(code);
  await benchMerkleClaims(code);
  await benchSharing(code);
}
