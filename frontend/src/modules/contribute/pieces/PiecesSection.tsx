"use client";

import { useSource } from "../../../data/ledger.tsx";
import type { Work } from "../../../data/types.ts";
import { number } from "../../../format/format.ts";
import { plain } from "../../../format/plain.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Dashes, Note, Section } from "../../../ui/parts.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";
import { Stored } from "./Stored.tsx";
import type { Pieces } from "./usePieces.ts";

/** Longest sentence that a row shows. */
const SHOWN = 400;

/** What is in a contribution, checked in this browser against the tree on chain. */
export function PiecesSection({ work, pieces }: { work: Work; pieces: Pieces }) {
  const { checked, reading, said } = pieces;
  const url = useSource()?.config.recordUrl;
  if (!reading && !checked && !said) return null;
  const sentences = checked?.file.sentences ?? [];
  const files = checked?.file.files ?? [];
  const hashes = checked?.file.leaves.reduce((sum, { itemHashes }) => sum + itemHashes.length, 0) ?? 0;
  return (
    <>
      <Section id="pieces" title={t("What is in it")}>
        {reading ? (
          <Dashes widths={[66, 52]} />
        ) : said ? (
          <p className="dim measure mt-4">
            {rich("{said} Without it nobody can judge what they don’t know: reviewers score such work 0.", { said })}
          </p>
        ) : checked && !checked.fits ? (
          <p className="trouble">
            {rich(
              "<b>This list isn’t the one on chain.</b> Its tree was built here from what is stored, and comes out differently. Don’t rely on it.",
              { b: (it) => <b>{it}</b> },
            )}
          </p>
        ) : (
          <>
            <p className="dim measure mt-4" data-testid="checked">
              {rich(
                "{items, plural, one {# piece} other {# pieces}}. The tree was built anew in your browser from the list that is stored, and is the one on chain.{checked}",
                {
                  items: work.items,
                  checked:
                    checked &&
                    checked.strange.size > 0 &&
                    t(
                      " {strange} of the sentences below {manyStrange, plural, one {isn’t} other {aren’t}} part of it, and marked.",
                      { strange: number(checked.strange.size), manyStrange: checked.strange.size },
                    ),
                },
              )}
            </p>
            {sentences.length > 0 && (
              <VirtualList
                items={sentences}
                keyOf={(sentence) => sentence}
                rowHeight={56}
                label={t("{sentences, plural, one {# sentence} other {# sentences}}", { sentences: sentences.length })}
                empty=""
              >
                {(sentence) => (
                  <p className="sentence" title={plain(sentence, 2_000)}>
                    {checked?.strange.has(sentence) && <b className="warn">{t("not part of it:")} </b>}
                    {plain(sentence, SHOWN)}
                  </p>
                )}
              </VirtualList>
            )}
            {files.length > 0 && (
              <VirtualList
                items={files}
                keyOf={({ hash }) => hash}
                rowHeight={56}
                label={t("{files, plural, one {# file} other {# files}}", { files: files.length })}
                empty=""
              >
                {({ name, size, hash }) => (
                  <p className="sentence">
                    {plain(name, 200)}{" "}
                    <span className="cap">
                      {rich("{size} bytes, {hash}…", { size: number(size), hash: hash.slice(0, 12) })}
                    </span>
                  </p>
                )}
              </VirtualList>
            )}
            {pieces.unstored && url && (
              <Stored url={url} list={pieces.unstored.list} cid={pieces.unstored.cid} files={[]} known={[]} waits />
            )}
            {sentences.length + files.length === 0 && (
              <p className="cap mt-2">
                {t(
                  "Its author stored {hashes, plural, one {# fingerprint} other {# fingerprints}}, not the pieces themselves.",
                  { hashes },
                )}
              </p>
            )}
          </>
        )}
      </Section>
      <Note>
        {t("A piece is shown as plain text, whatever stands in it. Nothing of it is run, opened or followed.")}
      </Note>
    </>
  );
}
