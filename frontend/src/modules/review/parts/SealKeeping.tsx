"use client";

import { t } from "../../../i18n/i18n.ts";
import { FileButton } from "../../../ui/FileButton.tsx";
import { Note, Section } from "../../../ui/parts.tsx";
import type { Seal } from "../seal/useSeal.ts";

/** The seal can be saved to a file, and taken from one. */
export function SealKeeping({ seal }: { seal: Seal }) {
  return (
    <>
      <Section id="seal" title={t("Your seal")}>
        <p className="dim measure mt-4">
          {seal.secret
            ? t("This browser knows it. On another one your wallet makes it again, by signing the same sentence.")
            : t(
                "It is made when you seal your first score: your wallet signs a sentence. Or take the one that you saved.",
              )}
        </p>
        <p className="mt-2 flex flex-wrap gap-x-7">
          {seal.secret && (
            <button type="button" className="quiet work" onClick={seal.save}>
              {t("Save it to a file")}
            </button>
          )}
          <FileButton accept="application/json" onFile={seal.load}>
            {t("Take it from a file")}
          </FileButton>
        </p>
        <p className="after warn" aria-live="polite">
          {seal.said}
        </p>
      </Section>
      <Note>
        {t(
          "Wallets that are contracts may sign differently each time. With one of those, keep the file: without it a sealed score can’t be opened.",
        )}
      </Note>
    </>
  );
}
