// Figures for people: three digits are enough of what rests on assumptions.
const WORDS = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
] as const;

const digits = (value: number, most = 3) => value.toLocaleString("en", { maximumSignificantDigits: most });

/** 172,306; 90.6 billion. */
export function big(value: number): string {
  const [size, word] = WORDS.find(([least]) => value >= least) ?? [1, ""];
  if (word !== "") return `${digits(value / size)} ${word}`;
  return value >= 100 ? exact(value) : digits(value);
}

export const exact = (value: number): string => Math.round(value).toLocaleString("en");

/** $0.0012; $11.50; $4,620. */
export const dollars = (value: number): string => {
  const two = value < 100 && value >= 1;
  return `$${two ? value.toFixed(2) : value >= 1e6 ? big(value) : digits(value)}`;
};

export const percent = (share: number): string => (share >= 10 ? `${digits(share)} times` : `${digits(share * 100)} %`);

export function bytes(value: number): string {
  const [size, unit] =
    value >= 1e12 ? [1e12, "TB"] : value >= 1e9 ? [1e9, "GB"] : value >= 1e6 ? [1e6, "MB"] : [1e3, "kB"];
  return value < 1_000 ? `${exact(value)} bytes` : `${digits(value / size)} ${unit}`;
}

export const table = (head: readonly string[], align: string, rows: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(" | ")} |`,
    `|${[...align].map((each) => (each === "r" ? "--:" : "---")).join("|")}|`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
