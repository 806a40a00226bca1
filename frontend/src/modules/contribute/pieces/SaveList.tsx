import { t } from "../../../i18n/i18n.ts";
import { saveFile } from "../../../ui/saveFile.ts";

/** Saves the list of pieces that a contribution's root was made of. */
export function SaveList({ root, list }: { root: string; list: Blob }) {
  return (
    <button
      type="button"
      className="quiet work"
      onClick={() => saveFile(`pieces-${root.slice(2, 10)}.json`, "application/json", list)}
    >
      {t("Save the list of pieces")}
    </button>
  );
}
