// The last step of a build: every restricted function stands in the declared map of power, and every entry of the map is
// one. Without it a new function would be the admin's by default, and nobody would have decided that.
//   node scripts/setup/permissions.ts [ARTIFACTS]
import { toFunctionSelector } from "viem";
import { type Permission, permissions } from "../../deploy/permissions.ts";
import { Compiled, type RestrictedFunction } from "../lib/compiled.ts";

/** What map and contracts don't agree about, in words, a line each. */
export function disagreements(
  restricted: readonly RestrictedFunction[],
  map: readonly Pick<Permission, "contract" | "signature">[],
): string[] {
  const key = (contract: string, selector: string) => `${contract} ${selector}`;
  const inCode = new Set(restricted.map(({ contract, selector }) => key(contract, selector)));
  const inMap = map.map(({ contract, signature }) => key(contract, toFunctionSelector(signature)));
  return [
    ...restricted
      .filter(({ contract, selector }) => !inMap.includes(key(contract, selector)))
      .map(({ contract, signature }) => `${contract}.${signature} is restricted, and the map doesn't say to whom.`),
    ...map
      .filter((_, i) => !inCode.has(inMap[i] ?? ""))
      .map(({ contract, signature }) => `${contract}.${signature} is in the map, and no restricted function.`),
    ...map
      .filter((_, i) => inMap.indexOf(inMap[i] ?? "") !== i)
      .map(({ contract, signature }) => `${contract}.${signature} is in the map twice.`),
  ];
}

if (process.argv[1] === import.meta.filename) {
  const lines = disagreements(new Compiled(process.argv[2]).restrictedFunctions(), permissions);
  if (lines.length > 0) {
    process.stderr.write(`${lines.map((line) => `  ${line}`).join("\n")}\n`);
    process.exitCode = 1;
  }
}
