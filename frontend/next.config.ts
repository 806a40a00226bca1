import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Done in answers.mjs, once a page is whole.
  compress: false,
  // Types are checked by `npm test`, once for all; the build must not rewrite tsconfig.json.
  typescript: { ignoreBuildErrors: true },
  // The sdk is a workspace of TypeScript sources.
  transpilePackages: ["@commonmind/sdk"],
  turbopack: { root: join(import.meta.dirname, "..") },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "Referrer-Policy", value: "no-referrer" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), browsing-topics=()" },
        ],
      },
    ];
  },
};

export default config;
