"use client";

import { useEffect, useRef } from "react";
import { t } from "../../../i18n/i18n.ts";
import { FileButton } from "../../../ui/FileButton.tsx";
import { isLong, type LongList, longList } from "../pieces/longList.ts";
import type { Reading } from "../pieces/useManifest.ts";
import { LongListSlip } from "./LongListSlip.tsx";

type SentencesFieldProps = {
  text: string;
  onText: (text: string) => void;
  lists: readonly LongList[];
  readings: ReadonlyMap<string, Reading>;
  onLists: (change: (before: readonly LongList[]) => readonly LongList[]) => void;
};

/** Where sentences are written. A long list that is pasted or dropped stays beside the field, as it came. */
export function SentencesField({ text, onText, lists, readings, onLists }: SentencesFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);

  // Asked before the browser writes it into the field: there it would draw each of a hundred thousand lines.
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    const before = (event: InputEvent) => {
      const added = event.data ?? event.dataTransfer?.getData("text/plain") ?? "";
      if (added.length < 2 || !isLong(added, area.value)) return;
      event.preventDefault();
      onLists((known) => [...known, longList(added)]);
    };
    area.addEventListener("beforeinput", before);
    return () => area.removeEventListener("beforeinput", before);
  }, [onLists]);

  return (
    <div className="field">
      <label htmlFor="text">{t("Sentences")}</label>
      <textarea
        ref={field}
        id="text"
        value={text}
        placeholder={t("One sentence on each line")}
        aria-describedby="text-help"
        onChange={({ target }) => onText(target.value)}
      />
      <small id="text-help">
        {t("Each line is one piece. Paste as many as you have: a long list is kept beside the field.")}
      </small>
      {lists.map((list) => (
        <LongListSlip
          key={list.key}
          list={list}
          reading={readings.get(list.key)}
          onTakeOut={() => {
            onLists((known) => known.filter(({ key }) => key !== list.key));
            field.current?.focus();
          }}
        />
      ))}
      <FileButton accept="text/plain,.txt" onFile={(file) => onLists((known) => [...known, longList(file)])}>
        {t("Take a list from a text file")}
      </FileButton>
    </div>
  );
}
