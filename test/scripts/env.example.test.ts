// .env.example names every environment variable that our programs read or our pages document, and no other.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "chai";
import { root } from "../../scripts/lib/paths.ts";
import { filesUnder } from "../../scripts/setup/files.mjs";

/** Read by our programs, but nothing for people to set. */
const notSettings: Readonly<Record<string, string>> = {
  COMMONMIND_DAPP_CHILD: "npm start says it to the dApp that it starts",
  COMMONMIND_INDEXER_CHILD: "npm start says it to the indexer that it starts",
  COMMONMIND_INDEXER_MODULES: "npm run indexer says it to Ponder",
  COMMONMIND_INVOCATION: "npx commonmind says what it was called by",
  COMMONMIND_FUZZ_RUNS: "npm run test:deep says it to each of its parts",
  CI: "set by services that run tests",
  INIT_CWD: "set by npm",
  PATH: "the system's",
  NODE_ENV: "Next's",
  NODE_COMPILE_CACHE: "Node's own, which set-up sets for what it starts",
  NEXT_TELEMETRY_DISABLED: "set by the dApp itself",
  HARDHAT_DISABLE_TELEMETRY: "set by our npm scripts themselves",
};

const NAME = "[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*";

const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? "");

/** Variables that a source reads, in each of the ways in which ours do. */
function readBy(source: string): string[] {
  const taken = found(source, /\{([^{}]*)\}(?:: [\w.]+)?\s*=\s*process\.env\b/g).concat(
    found(source, /\{([^{}]*)\}: NodeJS\.ProcessEnv/g),
  );
  return [
    ...found(source, new RegExp(`\\b(?:process\\.env|env|environment)\\.(${NAME})\\b`, "g")),
    ...found(source, new RegExp(`\\b(?:process\\.env|env|environment)\\[["'](${NAME})["']\\]`, "g")),
    ...found(source, new RegExp(`configVariable\\(["'](${NAME})["']`, "g")),
    ...taken.flatMap((names) => found(names, new RegExp(`\\b(${NAME})\\b`, "g"))),
    // By a name that is handed on: portOf("COMMONMIND_..."), needed("..."), a list of names.
    ...found(source, new RegExp(`["'](COMMONMIND_${NAME}|${NAME}_KEY)["']`, "g")),
  ];
}

function sources(): string[] {
  const folders = ["scripts", "deploy", "sdk/src", "indexer", "frontend/src", "frontend/app"];
  const isSource = (path: string) => /\.(ts|tsx|mjs)$/.test(path) && !/node_modules|\.test\.|generated/.test(path);
  const files = folders.flatMap((folder) => filesUnder(join(root, folder), isSource));
  return [
    ...files,
    ...["frontend/server.mjs", "frontend/door.mjs", "hardhat.config.ts"].map((file) => join(root, file)),
  ];
}

/** Variables in the first column of tables whose head says "variable" or "setting". */
function documentedIn(page: string): string[] {
  let inside = false;
  return page.split("\n").flatMap((line) => {
    if (!line.startsWith("|")) inside = false;
    else if (/^\| (variable|setting) \|/.test(line)) inside = true;
    const [, first = ""] = line.split("|");
    return inside ? found(first, new RegExp(`\`(${NAME})\``, "g")) : [];
  });
}

describe(".env.example", () => {
  const lines = readFileSync(join(root, ".env.example"), "utf8").split("\n");
  const named = lines.flatMap((line) => found(line, new RegExp(`^#?(${NAME})=`, "g")));
  const read = new Map(sources().map((path) => [path, readBy(readFileSync(path, "utf8"))]));

  it("names every variable that a source reads", () => {
    const missing = [...read].flatMap(([path, names]) =>
      names
        .filter((name) => !named.includes(name) && !(name in notSettings))
        .map((name) => `${name} (${relative(root, path)})`),
    );
    expect(missing).to.deep.equal([]);
  });

  it("names every variable that a page documents", () => {
    const docs = filesUnder(join(root, "docs"), (path) => path.endsWith(".md"));
    const readmes = ["README.md", "frontend/README.md", "indexer/README.md"].map((file) => join(root, file));
    const documented = [...readmes, ...docs].flatMap((page) => documentedIn(readFileSync(page, "utf8")));
    expect(documented).to.include.members(["COMMONMIND_CHAIN_PORT", "COMMONMIND_RELAY_KEY", "DATABASE_URL"]);
    expect(documented.filter((name) => !named.includes(name))).to.deep.equal([]);
  });

  it("names each once, and none that nothing reads", () => {
    expect(named).to.have.length(new Set(named).size);
    // The tests' own programs read this one.
    const known = new Set([...read.values()].flat()).add("COMMONMIND_BROWSER");
    expect(named.filter((name) => !known.has(name))).to.deep.equal([]);
  });

  it("sets nothing by itself, and explains each", () => {
    lines.forEach((line, i) => {
      expect(line === "" || line.startsWith("#"), `line ${i + 1}`).to.equal(true);
      if (new RegExp(`^#${NAME}=`).test(line)) expect(lines[i - 1], `what stands before line ${i + 1}`).to.match(/^#/);
    });
  });
});
