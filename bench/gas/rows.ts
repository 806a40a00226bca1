// One line of the benchmark: what was done, by whose contract, and what it cost.
export type Source = "measured" | "recorded" | "baseline";

export type Row = {
  /** The same in every run: op, n, warm or cold, subject. */
  id: string;
  op: string;
  subject: string;
  version: string;
  source: Source;
  warm: boolean;
  n: number;
  gas: bigint;
  /** What no design can avoid (floors.ts), if that was worked out. */
  floor: bigint | null;
  /** gas / floor. */
  ratio: number | null;
  /** Not known of what was recorded elsewhere. */
  calldataBytes: number | null;
  /** What an OP Stack chain charges for of its signed bytes (scale/data.ts). */
  l1Bytes: number | null;
  events: number | null;
  /** Of the design, not to be passed. */
  goal: bigint | null;
};

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

export function rowOf(fields: Omit<Row, "id" | "ratio" | "goal"> & { goal?: bigint }): Row {
  const { op, subject, version, source, warm, n, gas, floor, calldataBytes, l1Bytes, events, goal = null } = fields;
  const id = [op, String(n), warm ? "warm" : "cold", subject].map(slug).join("/");
  const ratio = floor === null ? null : Math.round((Number(gas) / Number(floor)) * 1_000) / 1_000;
  return { id, op, subject, version, source, warm, n, gas, floor, ratio, calldataBytes, l1Bytes, events, goal };
}

/** As JSON has it: amounts of gas as decimal strings. */
export type JsonRow = Omit<Row, "gas" | "floor" | "goal"> & { gas: string; floor: string | null; goal: string | null };

export const toJson = ({ gas, floor, goal, ...row }: Row): JsonRow => ({
  ...row,
  gas: gas.toString(),
  floor: floor?.toString() ?? null,
  goal: goal?.toString() ?? null,
});

export const fromJson = ({ gas, floor, goal, ...row }: JsonRow): Row => ({
  ...row,
  gas: BigInt(gas),
  floor: floor === null ? null : BigInt(floor),
  goal: goal === null ? null : BigInt(goal),
});
