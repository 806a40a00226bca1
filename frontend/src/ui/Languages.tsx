"use client";
import { language, nameOfLanguage } from "../i18n/i18n.ts";
import { useHydrated } from "./useHydrated.ts";

/** The other languages, each by its own name. The choice is kept in a cookie, which the server reads with the next page. */
export function Languages({ all }: { all: readonly string[] }) {
  const hydrated = useHydrated();
  const choose = (tag: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API isn't in every browser yet.
    document.cookie = `commonmind.language=${tag}; path=/; max-age=31536000; samesite=lax`;
    location.reload();
  };
  return all
    .filter((tag) => tag !== language().tag)
    .map((tag) => (
      <button key={tag} type="button" lang={tag} className="quiet" onClick={() => choose(tag)} disabled={!hydrated}>
        {nameOfLanguage(tag)}
      </button>
    ));
}
