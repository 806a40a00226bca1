"use client";

import { verifyProof } from "@commonmind/sdk/manifest";
import { useMemo } from "react";
import type { Work } from "../../../data/types.ts";
import { number } from "../../../format/format.ts";
import { plain } from "../../../format/plain.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import type { Checked } from "./checkPieces.ts";

const SHOWN = 400;

type Part = {
  readonly index: number;
  readonly items: bigint;
  readonly unitsPerItem: bigint;
  /** Of its proof, from the leaf up to the root; undefined if it doesn't lead there. */
  readonly steps: number | undefined;
  readonly pieces: readonly string[];
};

/** Why somebody gets what they get, down to the piece: their leaves, what is in them, and the proof that the chain holds them. */
export function YourPart({ work, checked }: { work: Work; checked: Checked }) {
  const { address } = useWallet();
  const parts = useMemo(() => partsOf(work, checked, address), [work, checked, address]);
  if (!checked.fits || parts.length === 0) return null;
  return (
    <>
      <Section id="your-part" title={t("Your part of it")}>
        {parts.map(({ index, items, unitsPerItem, steps, pieces }) => (
          <div key={index} data-testid="your-part">
            <p className="num mt-4">
              {rich("{items, plural, one {# piece} other {# pieces}} × {unitsPerItem} units{score}", {
                items,
                unitsPerItem: number(unitsPerItem),
                score:
                  work.score === undefined
                    ? t(" = {items} units before scoring", { items: number(items * unitsPerItem) })
                    : t(" × score {score} = {items} units", {
                        score: work.score,
                        items: number(items * unitsPerItem * BigInt(work.score)),
                      }),
              })}
            </p>
            <p className={steps === undefined ? "after warn" : "cap"}>
              {steps === undefined
                ? t("The proof of this line doesn’t lead to the tree on chain. Don’t rely on it.")
                : t(
                    "Line {index}. Its proof was checked in your browser: {steps} it leads to the tree on chain, and adds up.",
                    {
                      index: index + 1,
                      steps:
                        steps === 0
                          ? t("by itself")
                          : t("over {steps, plural, one {# step} other {# steps}}", { steps }),
                    },
                  )}
            </p>
            {pieces.length > 0 && (
              <VirtualList
                items={pieces}
                keyOf={(piece) => piece}
                rowHeight={56}
                label={t("Your {pieces, plural, one {# piece} other {# pieces}}", { pieces: pieces.length })}
                empty=""
              >
                {(piece) => (
                  <p className="sentence" title={plain(piece, 2_000)}>
                    {plain(piece, SHOWN)}
                  </p>
                )}
              </VirtualList>
            )}
          </div>
        ))}
      </Section>
      <Note>
        {t(
          "These units are what you are paid by. Nobody can add to them or take from them without the chain showing it.",
        )}
      </Note>
    </>
  );
}

function partsOf(
  { root, depth, declaredUnits }: Work,
  { file, fits, named, prove }: Checked,
  address?: string,
): Part[] {
  if (!address || !fits) return [];
  return file.leaves.flatMap(({ author, items, unitsPerItem, itemHashes }, index): Part[] => {
    if (author.toLowerCase() !== address.toLowerCase()) return [];
    const proof = prove(index);
    const { valid } = verifyProof({ proof, root, sum: declaredUnits, depth });
    const pieces = itemHashes.flatMap((hash) => named.get(hash) ?? []);
    const steps = valid ? proof.proof.length : undefined;
    return [{ index, items: BigInt(items), unitsPerItem: BigInt(unitsPerItem), steps, pieces }];
  });
}
