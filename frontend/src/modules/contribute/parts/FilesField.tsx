"use client";

import { type DragEvent, useState } from "react";
import { number } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { droppedFiles } from "../pieces/droppedFiles.ts";
import { pathOf } from "../pieces/manifest.ts";

/** Files that are listed one by one. */
const FEW = 20;

type FilesFieldProps = {
  files: readonly File[];
  onFiles: (change: (before: readonly File[]) => readonly File[]) => void;
};

/** Where files and folders are dropped or chosen. */
export function FilesField({ files, onFiles }: FilesFieldProps) {
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then((found) => onFiles((before) => [...before, ...found]));
  };
  return (
    <div className="field">
      <label
        className={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          type="file"
          multiple
          className="vh"
          onChange={({ target }) => onFiles((before) => [...before, ...(target.files ?? [])])}
        />
        {t("Drop files or folders here, or")} <u>{t("choose files")}</u>
        {t(". Each file is one piece.")}
      </label>
      <label className="quiet" style={{ cursor: "pointer", fontWeight: 500 }}>
        {t("Choose a whole folder")}
        <input
          type="file"
          multiple
          className="vh"
          {...({ webkitdirectory: "" } as Record<string, string>)}
          onChange={({ target }) => onFiles((before) => [...before, ...(target.files ?? [])])}
        />
      </label>
      {files.length > 0 && (
        <ul className="slip-list">
          {files.length > FEW && (
            <li>
              <span>
                {t("{files} files, {bytes} bytes together", {
                  files: number(files.length),
                  bytes: number(files.reduce((sum, { size }) => sum + size, 0)),
                })}
              </span>
              <button type="button" className="quiet" style={{ minHeight: 0 }} onClick={() => onFiles(() => [])}>
                {t("Take all out")}
              </button>
            </li>
          )}
          {files.slice(0, FEW).map((file) => (
            <li key={`${pathOf(file)}-${file.size}-${file.lastModified}`}>
              <span>{pathOf(file)}</span>
              <span className="num cap">{t("{file} bytes", { file: number(file.size) })}</span>
              <button
                type="button"
                className="quiet"
                style={{ minHeight: 0 }}
                onClick={() => onFiles((before) => before.filter((it) => it !== file))}
              >
                {t("Take out")}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
