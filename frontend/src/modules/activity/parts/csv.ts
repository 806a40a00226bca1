// Events as a table for spreadsheets (RFC 4180).
import { showValue } from "@commonmind/sdk";
import type { Activity } from "../../../data/activity.ts";

const head = ["block", "time", "transaction", "contract", "event", "sentence", "arguments"];

/** A cell that a spreadsheet would take for a formula is told apart from one by an apostrophe. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function activityCsv(events: readonly Activity[], words: (event: Activity) => string): string {
  const rows = events.map((event) => [
    event.block.toString(),
    new Date(event.time * 1_000).toISOString(),
    event.transaction,
    event.contract,
    event.name,
    words(event),
    showValue(event.args),
  ]);
  return `${[head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
}
