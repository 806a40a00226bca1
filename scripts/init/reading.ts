// Answers as people type them: times in words, shares in percent, the address of a chain.
import { BadAnswer } from "./InitError.ts";

const units = { day: 86_400, hour: 3_600, minute: 60, second: 1 } as const;

/** Seconds of "3 days", "12 hours", "90 s" or "90". */
export function readTime(text: string | number): number {
  if (typeof text === "number") return text;
  const [, amount, unit = ""] = /^(\d{1,9})\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const short = unit.toLowerCase().replace(/s$/, "");
  const name = Object.keys(units).find((it) => it === short || it[0] === short || (short === "min" && it === "minute"));
  const size = unit === "" || short === "" || short === "sec" ? 1 : units[name as keyof typeof units];
  if (amount === undefined || size === undefined) {
    throw new BadAnswer(`"${text}" is no time. Write it as 3 days, 12 hours, 30 minutes or 90 seconds.`);
  }
  return Number(amount) * size;
}

/** The same in words, in the largest unit that needs no fraction. */
export function writeTime(seconds: number): string {
  const [unit, size] = Object.entries(units).find(([, size]) => seconds % size === 0) ?? ["second", 1];
  return `${seconds / size} ${unit}${seconds === size ? "" : "s"}`;
}

export type Split = { contributors: number; dividend: number; reserve: number };

/** "60/25/15": percent for contributors, members and the reserve. */
export function readSplit(text: string): Split {
  const parts = text.split(/[/,\s]+/).filter(Boolean);
  const bps = parts.map((part) =>
    /^\d{1,3}(\.\d{1,2})?%?$/.test(part) ? Math.round(Number.parseFloat(part) * 100) : -1,
  );
  const [contributors = -1, dividend = -1, reserve = -1] = bps;
  if (parts.length !== 3 || Math.min(...bps) < 0) {
    throw new BadAnswer(`"${text}" is no split. Write three shares in percent, as 60/25/15.`);
  }
  return { contributors, dividend, reserve };
}

export const writeSplit = ({ contributors, dividend, reserve }: Split): string =>
  [contributors, dividend, reserve].map((bps) => bps / 100).join("/");

/** A part of an address that is long and mixed enough to be a key. */
const LIKE_A_KEY = /^(?=.*\d)[A-Za-z0-9_-]{20,}$/;

/** The chain as browsers reach it: every visitor of the dApp reads this address, so a key in it would be everybody's. */
export function readRpcUrl(text: string): string {
  if (text === "") return "";
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new BadAnswer(`"${text}" is no address that begins with http:// or https://.`);
  }
  const url = new URL(text);
  const parts = [...url.pathname.split("/"), ...url.searchParams.values()];
  if (url.username !== "" || url.password !== "" || parts.some((part) => LIKE_A_KEY.test(part))) {
    throw new BadAnswer(
      "That address looks as if it held a secret key, and every visitor of the dApp would read it. Give one without, or none.",
    );
  }
  return text.replace(/'/g, "%27");
}
