"use client";

import { number } from "../../../format/format.ts";
import { plain } from "../../../format/plain.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { type LongList, SHOWN_LETTERS } from "../pieces/longList.ts";
import type { Reading } from "../pieces/useManifest.ts";

type LongListSlipProps = { list: LongList; reading: Reading | undefined; onTakeOut: () => void };

/** A long list of sentences: how many, how it begins, and a way to be rid of it. */
export function LongListSlip({ list, reading, onTakeOut }: LongListSlipProps) {
  const read = reading && "sentences" in reading ? reading : undefined;
  const title = `${list.key}-title`;
  return (
    <section className="long-list" aria-labelledby={title} data-testid="long-list">
      <div className="long-list-head">
        <p id={title} aria-live="polite">
          <b className="num">
            {read
              ? t("{sentences, plural, one {# sentence} other {# sentences}}", { sentences: read.sentences })
              : t("A long list")}
          </b>{" "}
          <span className="cap num">
            {rich("{from}, {bytes} bytes", {
              from: list.name === undefined ? t("pasted") : plain(list.name, 60),
              bytes: number(list.text.size),
            })}
          </span>
        </p>
        <button type="button" className="quiet" onClick={onTakeOut}>
          {t("Take out")}
        </button>
      </div>
      {reading && "error" in reading ? (
        <p className="after warn">{t("This list can’t be read. Take it out, and add it again.")}</p>
      ) : !read ? (
        <p className="cap">{t("Reading it.")}</p>
      ) : read.sentences === 0 ? (
        <p className="after warn">{t("Nothing is written in it.")}</p>
      ) : (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
          <section className="long-list-lines" aria-label={t("How it begins")} tabIndex={0}>
            <ol>
              {read.first.map((sentence, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity, and never move.
                <li key={i}>
                  <span className="num">{number(i + 1)}</span>
                  <span title={plain(sentence, SHOWN_LETTERS)}>{plain(sentence, SHOWN_LETTERS)}</span>
                </li>
              ))}
            </ol>
          </section>
          <p className="cap">
            {read.sentences > read.first.length
              ? t("The first {shown} are shown; all of them count.", { shown: number(read.first.length) })
              : t("All of them are shown.")}
            {read.blank > 0 &&
              t(" {blank, plural, one {# empty line was} other {# empty lines were}} left out.", {
                blank: read.blank,
              })}{" "}
            {t("To change one, take the list out, change it where you have it, and paste it again.")}
          </p>
        </>
      )}
    </section>
  );
}
