"use client";
import { verifyProof } from "@commonmind/sdk/manifest";
import { useMemo } from "react";
import { keccak256, stringToBytes } from "viem";
import type { Work } from "../../../data/types.ts";
import { number, plural } from "../../../format/format.ts";
import { plain } from "../../../format/plain.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import type { Checked } from "./piecesFile.ts";

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
      <Section id="your-part" title="Your part of it">
        {parts.map(({ index, items, unitsPerItem, steps, pieces }) => (
          <div key={index} data-testid="your-part">
            <p className="num mt-4">
              {number(items)} {plural(items, "piece")} × {number(unitsPerItem)} units
              {work.score === undefined
                ? ` = ${number(items * unitsPerItem)} units before scoring`
                : ` × score ${work.score} = ${number(items * unitsPerItem * BigInt(work.score))} units`}
            </p>
            <p className={steps === undefined ? "after warn" : "cap"}>
              {steps === undefined
                ? "The proof of this line doesn’t lead to the tree on chain. Don’t rely on it."
                : `Line ${index + 1}. Its proof was checked in your browser: ${steps === 0 ? "by itself" : `over ${number(steps)} ${plural(steps, "step")}`} it leads to the tree on chain, and adds up.`}
            </p>
            {pieces.length > 0 && (
              <VirtualList
                items={pieces}
                keyOf={(piece) => piece}
                rowHeight={56}
                label={`Your ${number(pieces.length)} ${plural(pieces.length, "piece")}`}
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
        These units are what you are paid by. Nobody can add to them or take from them without the chain showing it.
      </Note>
    </>
  );
}

function partsOf({ root, depth, declaredUnits }: Work, { file, fits, prove }: Checked, address?: string): Part[] {
  if (!address || !fits) return [];
  const named = new Map([
    ...(file.sentences ?? []).map((sentence) => [keccak256(stringToBytes(sentence)), sentence] as const),
    ...(file.files ?? []).map(({ hash, name }) => [hash, name] as const),
  ]);
  return file.leaves.flatMap(({ author, items, unitsPerItem, itemHashes }, index): Part[] => {
    if (author.toLowerCase() !== address.toLowerCase()) return [];
    const proof = prove(index);
    const { valid } = verifyProof({ proof, root, sum: declaredUnits, depth });
    const pieces = itemHashes.flatMap((hash) => named.get(hash) ?? []);
    const steps = valid ? proof.proof.length : undefined;
    return [{ index, items: BigInt(items), unitsPerItem: BigInt(unitsPerItem), steps, pieces }];
  });
}
