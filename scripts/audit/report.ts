// The audit as a program gets it, and as people read it.
import Table from "cli-table3";
import type { Audit } from "./audit.ts";

/** Differences that people are shown; --json has them all. */
const SHOWN = 40;

export function auditJson({ chainId, block, ok, logs, checked, indexer, differences }: Audit): Record<string, unknown> {
  const counts = Object.fromEntries(Object.entries(checked).map(([kind, count]) => [kind, count]));
  return { chainId, block: Number(block), ok, logs, checked: counts, indexer, differences };
}

export function auditText(name: string, { chainId, block, ok, logs, checked, indexer, differences }: Audit): string {
  const counts = Object.entries(checked).map(([kind, count]) => `${count.toLocaleString("en")} ${kind}`);
  const with_ = indexer
    ? `the contracts and the indexer (${indexer.values.toLocaleString("en")} values, ${indexer.events.toLocaleString("en")} events)`
    : "the contracts";
  const lines = [
    `${name}, chain ${chainId}, as of block ${block}`,
    `Rebuilt from ${logs.toLocaleString("en")} logs: ${counts.join(", ")}.`,
  ];
  if (ok) return [...lines, `All of it is what ${with_} say: no difference.`].join("\n");
  const table = new Table({ head: ["kind", "what", "logs", "contract", "indexer"], style: { head: [], border: [] } });
  for (const { kind, key, rebuilt, contract, indexer: here } of differences.slice(0, SHOWN)) {
    table.push([kind, short(key), short(rebuilt), short(contract), short(here)]);
  }
  const rest = differences.length - SHOWN;
  return [
    ...lines,
    `${differences.length} of it is not what ${with_} say${differences.length === 1 ? "s" : ""}:`,
    table.toString(),
    ...(rest > 0 ? [`... and ${rest} more; --json lists them all.`] : []),
    "What a difference means, and what to do: docs/audit.md",
  ].join("\n");
}

/** Long ones without their middle: what tells them apart is at both ends. */
const short = (text: string | null) =>
  text === null ? "-" : text.length > 76 ? `${text.slice(0, 40)}...${text.slice(-33)}` : text;
