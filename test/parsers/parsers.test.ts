// Whatever a file or a message holds, what reads it gives a valid value, or an error of its own that says so: nothing else.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ballotDescription,
  buildManifest,
  CommonmindError,
  parseBallotDescription,
  parseCredential,
  parseProof,
  proofToJson,
  proveLeaf,
} from "@commonmind/sdk";
import { expect } from "chai";
import fc from "fast-check";
import { isAddress, isHex } from "viem";
import { GenesisError, parseGenesis } from "../../deploy/genesis.ts";
import { ConfigError } from "../../frontend/src/config/config.ts";
import { readConfig } from "../../frontend/src/config/readConfig.ts";
import { PiecesError, readPieces } from "../../frontend/src/modules/contribute/pieces/piecesFile.ts";
import { PetitionError, readPetition, writePetition } from "../../frontend/src/modules/votes/together/petition.ts";
import { RelayError, readRequest } from "../../frontend/src/relay/allowed.ts";
import { InputError } from "../../scripts/lib/csvTable.ts";
import { defaultHistory, localGenesis } from "../../scripts/lib/paths.ts";
import { HISTORY_HEADER, parseHistory } from "../../scripts/story/history.ts";
import { parseRevenue } from "../../scripts/story/revenue.ts";
import { nearly, table } from "./hostile.ts";

const account = "0x00000000000000000000000000000000000000A1";
const hash = `0x${"11".repeat(32)}` as const;
const RUNS = { numRuns: 1_000, seed: 10 };

/** Both outcomes are seen, and no third. */
function holds<T>(texts: fc.Arbitrary<string>, read: (text: string) => T, error: unknown, valid: (value: T) => void) {
  const seen = { valid: 0, refused: 0 };
  fc.assert(
    fc.property(texts, (text) => {
      let value: T;
      try {
        value = read(text);
      } catch (thrown) {
        expect(thrown, String((thrown as Error).stack)).to.be.instanceOf(error as never);
        expect((thrown as Error).message).to.not.equal("");
        seen.refused += 1;
        return;
      }
      valid(value);
      seen.valid += 1;
    }),
    RUNS,
  );
  expect(seen.refused, "refused").to.be.greaterThan(10);
  return seen;
}

describe("Whatever is read", function () {
  this.timeout(60_000);

  it("of a history is rows of the table, or an error with every problem", () => {
    const cells = fc.constantFrom(
      "2024-02-29",
      "2024-02-30",
      "ana",
      "",
      "data",
      "docs",
      "3",
      "-1",
      "1e9",
      '"',
      "é",
      "item 1",
    );
    const right = readFileSync(defaultHistory, "utf8").split(/\r?\n/).slice(1, 200).filter(Boolean);
    const lines = fc
      .subarray(right, { minLength: 1, maxLength: 5 })
      .map((rows) => [HISTORY_HEADER.join(","), ...rows].join("\n"));
    const seen = holds(
      fc.oneof(
        { weight: 4, arbitrary: table(HISTORY_HEADER, cells) },
        { weight: 1, arbitrary: lines },
        fc.string({ unit: "binary" }),
      ),
      (text) => parseHistory(text, "mine.csv"),
      InputError,
      (rows) => {
        for (const row of rows) expect(row.date).to.match(/^\d{4}-\d\d-\d\d$/);
      },
    );
    expect(seen.valid).to.be.greaterThan(10);
  });

  it("of a revenue table is payments, or an error with every problem", () => {
    const cells = fc.constantFrom(
      "0",
      "1",
      "2",
      "3",
      "native",
      "USDC",
      "usdc",
      "10",
      "-1",
      "0x10",
      "1.5",
      "9".repeat(60),
      "",
    );
    holds(
      table(["phase", "asset", "amount"], cells),
      (text) => parseRevenue(text, "mine.csv"),
      InputError,
      (rows) => {
        for (const { phase, amount } of rows)
          expect([phase >= 0 && phase <= 2, amount > 0n]).to.deep.equal([true, true]);
      },
    );
  });

  it("of a manifest's proof is a proof that can be judged, or an error; and a written one is read as it was", async () => {
    const built = await buildManifest(
      [1, 2, 3].map((i) => ({ author: account, items: BigInt(i), unitsPerItem: 5n, itemsRoot: hash })),
      { domainFields: { chainId: 1n, registry: account, modelId: 1n, submitter: account } },
    );
    const proof = proveLeaf(built, 1);
    const written = proofToJson(proof);
    const read = parseProof(JSON.stringify(written));
    expect([read.leaf, read.proof, read.domain]).to.deep.equal([proof.leaf, proof.proof, proof.domain]);
    const seen = holds(nearly(written), parseProof, CommonmindError, ({ leaf, domain }) => {
      expect([isHex(leaf.author), typeof leaf.items, isHex(domain)]).to.deep.equal([true, "bigint", true]);
    });
    expect(seen.valid).to.be.greaterThan(10);
  });

  it("of a credential is one, or an error", () => {
    const credential = { issuer: account, nullifier: hash, account, serial: "1", expiry: "1800000000" };
    const written = { schema: 1, chainId: "31337", registry: account, credential, signature: "0x1234" };
    holds(nearly(written), parseCredential, CommonmindError, ({ registry, credential: it }) => {
      expect([isAddress(registry), typeof it.serial !== "object"]).to.deep.equal([true, true]);
    });
  });

  it("of a genesis file is one that can be deployed, or an error that names what to mend", () => {
    const valid = JSON.parse(readFileSync(localGenesis, "utf8")) as unknown;
    const seen = holds(
      nearly(valid),
      (text) => parseGenesis(text, "genesis.json"),
      GenesisError,
      (genesis) => {
        expect(isHex(genesis.hash)).to.equal(true);
      },
    );
    expect(seen.valid + seen.refused).to.equal(RUNS.numRuns);
  });

  it("of a ballot's description is its text and options; and a written one is read as it was", () => {
    const texts = fc.string({ unit: "binary", maxLength: 80 });
    const sizes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(texts, sizes, (text, callsPerOption) => {
        try {
          const read = parseBallotDescription(ballotDescription({ text, callsPerOption }));
          expect(read).to.deep.equal({ text, callsPerOption });
        } catch (error) {
          if (!(error instanceof CommonmindError)) throw error;
        }
      }),
      RUNS,
    );
    const tails = fc.constantFrom(
      "",
      "#options=",
      "#options=1,2",
      "#options=0",
      "#options=1,,2",
      "#options=9e9",
      "#options=-1",
    );
    fc.assert(
      fc.property(texts, tails, (text, tail) => {
        const { text: read, callsPerOption } = parseBallotDescription(`${text}${tail}`);
        if (callsPerOption.length === 0) expect(read).to.equal(`${text}${tail}`);
        else expect(callsPerOption.every((each) => Number.isInteger(each) && each > 0)).to.equal(true);
      }),
      RUNS,
    );
  });

  it("of a petition is one for this co-op, or an error; and a written one is read as it was", () => {
    const of = { chainId: 31337, contracts: { commonsGovernor: account } } as unknown as Parameters<
      typeof readPetition
    >[1];
    const petition = {
      ...({ chainId: 31337, governor: account, proposer: account, deadline: 1_800_057_600, text: "# A\n\nb" } as const),
      ...({ actions: [{ target: account, value: 7n, data: "0x12345678" }], callsPerOption: [] } as const),
      cosignatures: [{ cosigner: account, signature: "0x1234" }] as const,
    };
    expect(readPetition(writePetition(petition), of)).to.deep.equal(petition);
    holds(
      nearly(JSON.parse(writePetition(petition))),
      (text) => readPetition(text, of),
      PetitionError,
      (read) => {
        expect([read.chainId, isAddress(read.proposer), Array.isArray(read.actions)]).to.deep.equal([
          31337,
          true,
          true,
        ]);
      },
    );
  });

  it("of a list of pieces is one, every part of its type, or an error", () => {
    const leaf = { author: account, items: "1", unitsPerItem: "2", itemsRoot: hash, itemHashes: [hash] };
    const files = [{ name: "a.txt", hash, size: 3 }];
    const list = {
      schema: 1,
      name: "Two proverbs",
      licence: "CC0-1.0",
      root: hash,
      leaves: [leaf],
      sentences: ["a"],
      files,
    };
    const seen = holds(nearly(list), readPieces, PiecesError, (read) => {
      expect([typeof read.name, typeof read.licence, isHex(read.root)]).to.deep.equal(["string", "string", true]);
      for (const each of read.leaves) {
        for (const text of [each.author, each.items, each.unitsPerItem, each.itemsRoot]) expect(text).to.be.a("string");
        for (const one of each.itemHashes) expect(one).to.be.a("string");
      }
      for (const file of read.files ?? [])
        expect([typeof file.name, typeof file.hash]).to.deep.equal(["string", "string"]);
    });
    expect(seen.valid).to.be.greaterThan(10);
  });

  it("of a request to the relay is a call that it carries, or an error that says why not", () => {
    const request = {
      contract: "reviewPanel",
      functionName: "commitBySig",
      args: [account, "12", hash, "0", "1800000000", "0x1234"],
    };
    const parse = (text: string): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        return undefined;
      }
    };
    const seen = holds(
      nearly(request),
      (text) => readRequest(parse(text)),
      RelayError,
      ({ item, behalf }) => {
        expect([item.type, behalf.length > 0]).to.deep.equal(["function", true]);
      },
    );
    expect(seen.valid).to.be.greaterThan(10);
  });

  it("of a deployment file is a chain and its contracts, or an error", async () => {
    const home = mkdtempSync(join(tmpdir(), "commonmind-parsers-"));
    const path = join(home, "31337.json");
    try {
      const texts = fc.sample(nearly({ schema: 1, chainId: 31337, fromBlock: 0, contracts: { treasury: account } }), {
        ...RUNS,
        numRuns: 300,
      });
      const seen = new Set<string>();
      for (const text of texts) {
        writeFileSync(path, text);
        const config = await readConfig({
          COMMONMIND_DEPLOYMENT: path,
          COMMONMIND_RPC_URL: "http://127.0.0.1:1",
        }).catch((error: unknown) => {
          expect(error).to.be.instanceOf(ConfigError);
          return undefined;
        });
        seen.add(config ? "valid" : "refused");
        if (config) expect(Number.isSafeInteger(config.deployment.chainId)).to.equal(true);
      }
      expect([...seen].sort()).to.deep.equal(["refused", "valid"]);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
