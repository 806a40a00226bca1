// What others pay for operations like ours, as it was recorded and not measured here: whole transactions from receipts. Each
// was compiled from its source with its own settings, and run in the same kind of EVM (Hardhat's, osaka); later: the slots
// involved were nonzero already. Those that npm has are measured in the same run as ours (peers.ts), and baselines must come
// within two hundredths of what is recorded of what they are written after.
import { type Row, rowOf } from "./rows.ts";

const recorded = (op: string, n: number, figures: readonly (readonly [subject: string, gas: number])[]): Row[] =>
  figures.map(([subject, gas]) =>
    rowOf({
      op,
      n,
      subject,
      version: "",
      source: "recorded",
      warm: true,
      gas: BigInt(gas),
      floor: null,
      ...{ calldataBytes: null, l1Bytes: null, events: null },
    }),
  );

export const recordedRows: readonly Row[] = [
  ...recorded("vote, later", 1, [
    ["OpenZeppelin Governor 5.7, as recorded", 66_134],
    ["agora-governor", 66_377],
    ["Aragon TokenVoting", 75_671],
    ["Governor Bravo", 78_840],
    ["CompoundGovernor", 81_198],
    ["Nouns V4", 90_879],
    ["Snapshot X", 93_577],
  ]),
  ...recorded("vote, later", 100, [
    ["OpenZeppelin Governor 5.7, as recorded", 73_830],
    ["agora-governor", 74_073],
    ["Aragon TokenVoting", 85_063],
    ["Governor Bravo", 78_840],
    ["Snapshot X", 101_273],
  ]),
  ...recorded("vote by signature", 1, [
    ["OpenZeppelin Governor 5.7, as recorded", 80_645],
    ["Governor Bravo", 84_116],
  ]),
  ...recorded("propose", 1, [
    ["OpenZeppelin Governor 5.7, as recorded", 70_200],
    ["agora-governor", 72_744],
    ["Snapshot X", 154_521],
    ["Aragon TokenVoting", 257_323],
    ["CompoundGovernor", 317_592],
    ["Governor Bravo", 373_653],
    ["Nouns V4", 449_487],
  ]),
  ...recorded("queue", 1, [
    ["OpenZeppelin Governor 5.7, as recorded", 163_885],
    ["agora-governor", 153_412],
    ["Governor Bravo", 127_970],
  ]),
  ...recorded("execute", 1, [
    ["OpenZeppelin Governor 5.7, as recorded", 127_949],
    ["agora-governor", 122_049],
    ["Governor Bravo", 127_757],
  ]),
  ...recorded("distribute native by pushing", 10, [["0xSplits v2 push", 146_000]]),
  ...recorded("distribute native by pushing", 100, [["0xSplits v2 push", 1_110_000]]),
  ...recorded("distribute native by pushing", 1_000, [["0xSplits v2 push", 10_800_000]]),
  ...recorded("distribute ERC-20", 1, [
    ["Synthetix StakingRewards", 58_908],
    ["Superfluid GDA", 257_708],
  ]),
  ...recorded("distribute native", 1, [["ERC-1726", 30_195]]),
  ...recorded("claim ERC-20", 1, [
    ["0xSplits v2 pull", 49_463],
    ["PaymentSplitter, as recorded", 57_509],
    ["Synthetix StakingRewards", 76_432],
    ["Superfluid GDA", 152_851],
  ]),
  ...recorded("claim native", 1, [
    ["0xSplits v2 pull", 40_028],
    ["ERC-1726", 42_179],
    ["PaymentSplitter, as recorded", 48_039],
  ]),
  ...recorded("Merkle claim, money alone", 1_000_000, [
    ["1inch 128-bit", 56_546],
    ["1inch", 61_393],
    ["Morpho URD", 64_375],
    ["Merkl", 90_914],
  ]),
  ...recorded("dividend ERC-20", 1, [
    ["Circles v2", 62_103],
    ["GoodDollar", 138_338],
  ]),
  ...recorded("submit", 1, [
    ["EAS attest, 64 bytes", 222_680],
    ["Vana addFile", 182_313],
  ]),
];

/** How far a baseline may be from the record, in hundredths. */
export const TOLERANCE = 2;

export type Check = { id: string; recordedAs: string; recorded: string; gas: string; percent: number; ok: boolean };

/** Each baseline against what is recorded of what it is written after. */
export function checkBaselines(rows: readonly Row[]): Check[] {
  const pairs = [
    ["Push splitter", "0xSplits v2 push"],
    ["Staking rewards", "Synthetix StakingRewards"],
    ["Dividend token, ERC-1726", "ERC-1726"],
  ] as const;
  return recordedRows.flatMap(({ op, n, subject, gas }) => {
    const [baseline] = pairs.find(([, recordedAs]) => recordedAs === subject) ?? [];
    const row = rows.find((each) => each.subject === baseline && each.op === op && each.n === n && each.warm);
    if (!row) return [];
    const percent = Math.round((Number(row.gas) / Number(gas) - 1) * 10_000) / 100;
    const ok = Math.abs(percent) <= TOLERANCE;
    return [{ id: row.id, recordedAs: subject, recorded: gas.toString(), gas: row.gas.toString(), percent, ok }];
  });
}
