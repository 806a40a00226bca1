import type { Address, TransactionReceipt } from "viem";
import type { Asset } from "../../../data/types.ts";
import { number, shortAddress } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Exact } from "../../../ui/Exact.tsx";
import { Note, Section } from "../../../ui/parts.tsx";
import { receiptOf } from "./sums.ts";

export type ReceiptProps = {
  to: Address;
  block: bigint;
  receipts: readonly TransactionReceipt[];
  assets: ReadonlyMap<string, Asset>;
};

/** What was really paid, read from the transactions themselves. */
export function Receipt({ to, block, receipts, assets }: ReceiptProps) {
  const paid = receiptOf(receipts, assets);
  if (paid.length === 0) return null;
  return (
    <>
      <Section id="receipt" title={t("Your receipt")}>
        <ol className="receipt" data-testid="receipt">
          {paid.map(({ asset, sum }, i) => (
            <li key={asset.address} className="you">
              <span>{i + 1}</span>
              <span>{t("Paid to {to}", { to: shortAddress(to) })}</span>
              <span className="num">
                <Exact value={sum} asset={asset} /> {asset.symbol}
              </span>
            </li>
          ))}
        </ol>
        <p className="cap mt-2" style={{ overflowWrap: "anywhere" }}>
          {rich("Block {block}, {receipts, plural, one {transaction} other {transactions}} {hashes}", {
            block: number(block),
            receipts: receipts.length,
            hashes: <span className="mono">{receipts.map(({ transactionHash }) => transactionHash).join(" ")}</span>,
          })}
        </p>
      </Section>
      <Note>{t("A receipt is the chain’s own record of the payment. Anyone can check it, now and in ten years.")}</Note>
    </>
  );
}
