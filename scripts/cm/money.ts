// Money that goes along with a call: in the native currency with it, in a token after the token was allowed to be taken.
import { amountText } from "@commonmind/sdk";
import { type Address, erc20Abi } from "viem";
import type { Unit } from "../proposal/arguments.ts";
import type { Coop } from "../proposal/coop.ts";
import { treasuryOf } from "./contracts.ts";
import { isNative } from "./options.ts";
import type { Step } from "./perform.ts";

export type Payment = { readonly payer: Address; readonly unit: Unit; readonly amount: bigint };

/** A call of the treasury that takes `amount`, and before it what allows that, if it must be allowed first. */
export async function paying(
  coop: Coop,
  { payer, unit, amount }: Payment,
  { functionName, args, deed }: { functionName: string; args: readonly unknown[]; deed: string },
): Promise<Step[]> {
  const treasury = treasuryOf(coop);
  const call = { ...treasury, functionName, args };
  if (isNative(unit.address)) return [{ call: { ...call, value: amount }, deed }];
  const token = { address: unit.address, abi: erc20Abi } as const;
  const allowed = await coop.client.readContract({
    ...token,
    functionName: "allowance",
    args: [payer, treasury.address],
  });
  if (allowed >= amount) return [{ call, deed }];
  return [
    {
      call: { ...token, functionName: "approve", args: [treasury.address, amount] },
      deed: `allow the treasury to take ${amountText(amount, unit)}`,
    },
    { call, deed, dependent: true },
  ];
}
