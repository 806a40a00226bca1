"use client";

import Link from "next/link";
import { rich, t } from "../../../i18n/i18n.ts";
import { PlainFrame } from "../../../ui/PageFrame.tsx";

/** What stands where a page couldn't be drawn; the bar above it and the foot go on. */
export function ErrorPage({ retry }: { retry: () => void }) {
  return (
    <PlainFrame>
      <section className="block" role="alert">
        <h1>{t("This page can’t be shown.")}</h1>
        <p className="lead mt-6">
          {rich(
            "Something on it broke, and it is our fault, not yours. Nothing was lost: what is yours lies on the chain, and what you began stays in this browser. Everything else is still there, beginning at <a>the commons</a>.",
            { a: (it) => <Link href="/">{it}</Link> },
          )}
        </p>
        <p className="mt-6">
          <button type="button" className="act" onClick={retry}>
            <span>{t("Try again")}</span>
          </button>
        </p>
      </section>
    </PlainFrame>
  );
}
