// The report, for programs and for people.
import { formatEther } from "viem";
import type { Report } from "./examine.ts";

/** Base units as decimal strings. */
export function reportJson({ quorum, ...report }: Report): Record<string, unknown> {
  const amounts = quorum && {
    ...quorum,
    supply: `${quorum.supply}`,
    cap: `${quorum.cap}`,
    needed: `${quorum.needed}`,
    reachable: `${quorum.reachable}`,
  };
  return { ...report, quorum: amounts ?? null };
}

export type Heading = {
  name: string;
  /** What it was compared with, in words. */
  declared: string;
  /** A contract's name, or the address. */
  shown: (account: `0x${string}`) => string;
};

export function reportText(report: Report, { name, declared, shown }: Heading): string {
  const { chainId, block, ok, findings, powers, pending, quorum, checked } = report;
  const lines = [
    `${name}, chain ${chainId}, block ${block}: ${ok ? "as declared." : `${findings.length} ${findings.length === 1 ? "finding" : "findings"}.`}`,
    `  checked ${checked.contracts} contracts, ${checked.selectors} permissions, ${checked.parameters} parameters; ${declared}`,
  ];
  if (findings.length > 0) {
    lines.push("", "Findings (what to do about each: docs/doctor.md)");
    for (const { code, message, expected, actual } of findings) {
      lines.push(`  ${code.padEnd(16)} ${message}`, `${" ".repeat(19)}expected ${expected}; found ${actual}`);
    }
  }
  lines.push("", "Who has power");
  for (const { account, role, delay, can } of powers) {
    lines.push(`  ${shown(account)}: ${role}, ${delay === 0 ? "at once" : `after ${inWords(delay)}`}`);
    for (const each of can) lines.push(`      ${each}`);
  }
  lines.push("", pending.length === 0 ? "Nothing waits to be carried out." : "What waits to be carried out");
  for (const { contract, proposal, eta, calls } of pending) {
    const by = proposal === null ? "of no proposal" : `of proposal ${proposal}`;
    lines.push(`  in the ${contract}, ${by}, from ${new Date(eta * 1000).toISOString()} on`);
    for (const call of calls) lines.push(`      ${call}`);
  }
  if (quorum) {
    const percent = quorum.supply === 0n ? 0 : Number((quorum.reachable * 10_000n) / quorum.supply) / 100;
    lines.push(
      "",
      `Largest reachable quorum: ${formatEther(quorum.reachable)} MIND, ${percent}% of the supply; ${formatEther(quorum.needed)} are needed, and one person counts up to ${formatEther(quorum.cap)}.`,
      `Members: ${quorum.seats}; a constitutional vote needs ${quorum.seatsNeeded} of them.`,
    );
  }
  return lines.join("\n");
}

function inWords(seconds: number): string {
  const units: [number, string][] = [
    [86_400, "day"],
    [3_600, "hour"],
    [60, "minute"],
  ];
  for (const [length, unit] of units) {
    if (seconds % length !== 0) continue;
    const count = seconds / length;
    return `${count} ${unit}${count === 1 ? "" : "s"}`;
  }
  return `${seconds} seconds`;
}
