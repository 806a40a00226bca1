"use client";
import { t } from "../i18n/i18n.ts";
import { keep } from "./kept.ts";
import { useHydrated } from "./useHydrated.ts";

/** Day or lamp: as the system has it, until somebody says otherwise. */
export function Lamp() {
  const hydrated = useHydrated();
  const toggle = () => {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    keep("commonmind.theme", root.dataset.theme);
  };
  return (
    <button
      type="button"
      className="lamp"
      onClick={toggle}
      disabled={!hydrated}
      aria-label={t("Change between daylight and lamplight")}
      title={t("Daylight or lamplight")}
    >
      <svg
        viewBox="0 0 20 20"
        width="18"
        height="18"
        aria-hidden="true"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      >
        <circle cx="10" cy="10" r="7" />
        <path d="M10 3a7 7 0 0 0 0 14z" fill="currentColor" />
      </svg>
    </button>
  );
}
