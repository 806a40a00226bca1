// Serves the dApp on this machine only, and builds it first if its sources have changed.
//   node frontend/server.mjs            build if needed, then serve until it is stopped
//   node frontend/server.mjs --build    only build, if needed
// COMMONMIND_DAPP_PORT (3000), COMMONMIND_DEPLOYMENT, COMMONMIND_RPC_URL, COMMONMIND_PERSONAS: see README.md beside this.

import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import sirv from "sirv";
import { scriptsAfterPaint, sendWhole } from "./answers.mjs";
import { openDoor } from "./door.mjs";
import { makeFonts } from "./fonts.mjs";
import { languageOf, readLanguages } from "./languages.mjs";

const here = import.meta.dirname;
const root = join(here, "..");
const stamp = join(here, ".next", "commonmind-build");
/** Scripts, styles and fonts, each under a name that changes with what is in it. */
const assets = join(here, ".next", "static");
process.env.NEXT_TELEMETRY_DISABLED = "1";

if (process.argv.includes("--help")) {
  process.stdout.write(`Usage: npm run dapp -- [--build] [--verbose]

  Serves the dApp on this machine only, and builds it first if its sources have changed.

  --build     Only build, if needed.
  --verbose   Show what the build says.

  COMMONMIND_DEPLOYMENT   which co-op: path of its file in deployments/
  COMMONMIND_RPC_URL      where browsers reach its chain   (default: http://127.0.0.1:8545, of the local chain)
  COMMONMIND_DAPP_PORT    where it listens   (default: 3000)

All settings: frontend/README.md. Example:
  COMMONMIND_DEPLOYMENT=deployments/31337.json npm run dapp
`);
  process.exit(0);
}

/** @param {string} directory @returns {string[]} */
function filesUnder(directory) {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((path) => join(directory, path))
    .filter((path) => statSync(path).isFile())
    .sort();
}

/** Everything that decides what a build produces. */
function fingerprint() {
  const hash = createHash("sha256");
  const configs = readdirSync(here)
    .filter((name) => /^(package|tsconfig)\.json$|\.config\.[cm]?[jt]s$/.test(name))
    .sort();
  const inputs = [
    ...filesUnder(join(here, "app")),
    ...filesUnder(join(here, "src")),
    ...configs.map((name) => join(here, name)),
    ...filesUnder(join(root, "sdk", "src")),
    join(here, "fonts.mjs"),
    join(root, "package-lock.json"),
  ];
  for (const path of inputs) {
    hash
      .update(`${relative(root, path).split(sep).join("/")}\n`)
      .update(createHash("sha256").update(readFileSync(path)).digest());
  }
  return `${process.version} ${hash.digest("hex")}\n`;
}

/** How long another program's build of the same folder is waited for, in milliseconds. */
const PATIENCE = 180_000;

async function build() {
  const wanted = fingerprint();
  const built = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
  const until = Date.now() + PATIENCE;
  while (!built()) {
    rmSync(stamp, { force: true });
    const { code, output } = await runBuild();
    if (code === 0) {
      await compressAssets();
      if (process.argv.includes("--verbose")) process.stdout.write(output);
      writeFileSync(stamp, wanted);
      return;
    }
    const another = output.includes("Another next build process is already running");
    if (!another || Date.now() > until) {
      process.stderr.write(`The dApp doesn't build.\n\n${output}\n`);
      process.exit(1);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** @returns {Promise<{code: number | null, output: string}>} */
async function runBuild() {
  await makeFonts(join(here, ".fonts"));
  const cli = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const child = spawn(process.execPath, [cli, "build", here], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const output = /** @type {Buffer[]} */ ([]);
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (/** @type {Buffer} */ data) => output.push(data));
  const stop = () => child.kill("SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  const code = await new Promise((resolve) => child.once("close", resolve));
  for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, stop);
  return { code, output: Buffer.concat(output).toString() };
}

/** As small as they get, once, and not a little at every request. */
async function compressAssets() {
  const files = filesUnder(assets).filter((path) => /\.(js|css|svg|json|txt)$/.test(path));
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  for (const path of files) {
    const content = readFileSync(path);
    const [br, gz] = await Promise.all([
      promisify(brotliCompress)(content, best),
      promisify(gzip)(content, { level: 9 }),
    ]);
    writeFileSync(`${path}.br`, br);
    writeFileSync(`${path}.gz`, gz);
  }
}

/** A year, as nothing under one name ever changes. */
const KEPT = 31_536_000;

async function serve() {
  const port = Number(process.env.COMMONMIND_DAPP_PORT ?? "3000");
  const hostname = "127.0.0.1";
  Object.assign(process.env, { NODE_ENV: "production" });
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: here, hostname, port });
  await app.prepare();
  const handle = app.getRequestHandler();
  const serveAsset = sirv(assets, { brotli: true, gzip: true, immutable: true, maxAge: KEPT });
  const languages = readLanguages();
  // Read by src/i18n/i18n.ts, wherever in this answer a sentence is made.
  const language = new AsyncLocalStorage();
  Object.assign(globalThis, { [Symbol.for("commonmind.language")]: language });
  const server = openDoor({
    asset: serveAsset,
    page: (request, response, nonce) => {
      sendWhole(request, response, (html) => scriptsAfterPaint(html, nonce));
      return language.run(languageOf(languages, request), () => handle(request, response));
    },
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => resolve(undefined));
  });
  const address = server.address();
  const listening = typeof address === "object" && address ? address.port : port;
  process.stdout.write(`http://${hostname}:${listening}\n`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
  await sayRelay(`http://${hostname}:${listening}`);
}

/** A relay that was set up and doesn't work is said to whoever started the server, not only found out by members. @param {string} url */
async function sayRelay(url) {
  const answer = await fetch(`${url}/relay`).catch(() => undefined);
  const { off } = await (answer?.json() ?? Promise.resolve({})).catch(() => ({}));
  if (off) process.stderr.write(`The relay is off: ${off}\n`);
}

// Started by another program, it ends with that program, even one that was killed.
if (process.env.COMMONMIND_DAPP_CHILD === "1") {
  process.stdin.resume().on("end", () => process.kill(-process.pid, "SIGTERM"));
}
await build();
if (!process.argv.includes("--build")) await serve();
