import type { Deployment } from "@commonmind/sdk";

/** The contracts of a co-op, one a line, addresses in a column. */
export function addressTable({ contracts }: Pick<Deployment, "contracts">): string {
  const width = Math.max(...Object.keys(contracts).map((name) => name.length));
  return Object.entries(contracts)
    .map(([name, address]) => `  ${name.padEnd(width)}  ${address}`)
    .join("\n");
}
