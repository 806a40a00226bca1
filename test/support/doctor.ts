// The doctor as its tests ask it: about the co-op of the test, as its deployment and its genesis file declare it.
import { expect } from "chai";
import { createPublicClient, custom } from "viem";
import type { Finding } from "../../scripts/doctor/examination.ts";
import { type ExamineParameters, examine, type Report } from "../../scripts/doctor/examine.ts";
import { Compiled } from "../../scripts/lib/compiled.ts";
import { connection, type Deployed, ethers } from "./commons.ts";

export const compiled = new Compiled();
export const client = createPublicClient({ transport: custom(connection.provider), cacheTime: 0 });

export const examined = (
  { deployment, genesis }: Deployed,
  other: Partial<Pick<ExamineParameters, "deployment" | "genesis">> = {},
): Promise<Report> => examine({ client, compiled, deployment, genesis, ...other });

/** Exactly these findings, whatever their order. */
export async function expectFindings(commons: Deployed, ...expected: Partial<Finding>[]): Promise<void> {
  const { ok, findings } = await examined(commons);
  const shown = JSON.stringify(findings, null, 1);
  const codes = (list: readonly Partial<Finding>[]) => list.map(({ code }) => code).sort();
  expect(codes(findings), shown).to.deep.equal(codes(expected));
  for (const each of expected) {
    const found = findings.some((it) =>
      Object.entries(each).every(([key, value]) => it[key as keyof Finding] === value),
    );
    expect(found, `${JSON.stringify(each)} among ${shown}`).to.equal(true);
  }
  expect(ok).to.equal(false);
}

export const codeOf = (address: string): Promise<string> => ethers.provider.getCode(address);

/** Code with the byte at `at` changed. */
export function changed(code: string, at: number): string {
  const byte = Number.parseInt(code.slice(2 + at * 2, 4 + at * 2), 16) ^ 1;
  return code.slice(0, 2 + at * 2) + byte.toString(16).padStart(2, "0") + code.slice(4 + at * 2);
}

/** The slot in which a contract keeps `value`. */
export async function slotOf(address: string, value: bigint): Promise<number> {
  for (let slot = 0; slot < 100; slot++) {
    if (BigInt(await ethers.provider.getStorage(address, slot)) === value) return slot;
  }
  throw new Error(`${address} keeps ${value} in none of its first slots.`);
}
