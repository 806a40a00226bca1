"use client";

import { useEffect, useState } from "react";
import { t } from "../i18n/i18n.ts";

/** Puts a text on the clipboard, and says so where it was pressed. */
export function CopyButton({ text, children }: { text: string; children: string }) {
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(undefined), 2_500);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(t("Copied")),
      () => setSaid(t("Your browser doesn’t allow it")),
    );
  return (
    <button type="button" className="quiet" onClick={copy}>
      <span aria-live="polite">{said ?? children}</span>
    </button>
  );
}
