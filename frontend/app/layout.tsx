import instrumentSans from "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { preload } from "react-dom";
import fraunces from "../.fonts/fraunces-latin-full-normal.woff2";
import { readConfig } from "../src/config/readConfig.ts";
import { readFirstPage } from "../src/data/server/reader.ts";
import { language, languagesThere, t } from "../src/i18n/i18n.ts";
import { Shell } from "../src/ui/Shell.tsx";
import "./globals.css";

export const generateMetadata = (): Metadata => ({
  title: { default: "Commonmind", template: "%s · Commonmind" },
  description: t(
    "AI models that belong to the people who made them: what they earn, what is up for a vote, what is yours.",
  ),
});

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5efe2" },
    { media: "(prefers-color-scheme: dark)", color: "#1a1713" },
  ],
};

/** Before the first paint, so that nobody who chose the lamp sees a flash of day. */
const theme = `try{var t=localStorage.getItem("commonmind.theme");if(t)document.documentElement.dataset.theme=t}catch(e){}`;

export default async function Layout({ children }: { children: ReactNode }) {
  // What titles and text are set in is fetched beside the styles, and not after them.
  for (const font of [instrumentSans, fraunces]) preload(font, { as: "font", type: "font/woff2", crossOrigin: "" });
  // Of the policy that server.mjs sends with this very answer.
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  // Without a deployment yet, the page asks again by itself, and says why.
  const config = await readConfig(process.env).catch(() => undefined);
  const first = await readFirstPage(config);
  return (
    <html lang={language().tag} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: theme }} />
      </head>
      <body>
        <Shell config={config} first={first} language={language()} languages={languagesThere()}>
          {children}
        </Shell>
      </body>
    </html>
  );
}
