import { encodeAbiParameters, type Hex, keccak256, stringToHex } from "viem";
import { hasWrongChecksum, isHexOf } from "./bytes.ts";
import { LeafFieldError } from "./errors.ts";
import { checkUint, quoted } from "./integers.ts";
import { keccak } from "./keccak.ts";
import type { ManifestDomainFields } from "./types.ts";

const MAX_UINT256 = (1n << 256n) - 1n;
const TAG = keccak256(stringToHex("commonmind.manifest.v1"));

/** keccak256(abi.encode(keccak256("commonmind.manifest.v1"), chainId, registry, modelId, submitter)) */
export function manifestDomain({ chainId, registry, modelId, submitter }: ManifestDomainFields): Hex {
  checkUint({ field: "chainId", value: chainId, max: MAX_UINT256 });
  checkUint({ field: "modelId", value: modelId, max: MAX_UINT256 });
  for (const [field, address] of Object.entries({ registry, submitter })) {
    if (isHexOf(address, 20) && !hasWrongChecksum(address, keccak)) continue;
    throw new LeafFieldError({
      field,
      what: `${field} is not an address: ${quoted(address)}.`,
      why: "An address is 0x and 40 hex digits, with the right checksum if letters are mixed.",
      fix: "Copy the whole address again.",
    });
  }
  return keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, { type: "uint256" }, { type: "address" }, { type: "uint256" }, { type: "address" }],
      [TAG, chainId, registry, modelId, submitter],
    ),
  );
}
