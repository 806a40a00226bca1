import { type Address, concat, getContractAddress, type Hex, pad, toHex } from "viem";
import { modelTillCreationCode } from "../generated/bytecode.ts";

export type TillAddressParameters = {
  /** The ModelRegistry. */
  registry: Address;
  modelId: bigint;
};

const SALT: Hex = `0x${"00".repeat(32)}`;

/**
 * Where a model is paid, computed without a chain: CREATE2 from its registry, salt 0, the till's creation code followed
 * by the model's number. The same as `ModelRegistry.tillOf`, before and after the till is deployed.
 */
export function tillAddress({ registry, modelId }: TillAddressParameters): Address {
  return getContractAddress({
    from: registry,
    opcode: "CREATE2",
    salt: SALT,
    bytecode: concat([modelTillCreationCode, pad(toHex(modelId))]),
  });
}
