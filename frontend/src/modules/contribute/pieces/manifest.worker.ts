// Reads long lists, hashes the pieces, builds their manifest and writes the list of them, away from the page, so that a hundred
// thousand don't freeze it. Nothing is sent anywhere.
import { cidOf } from "@commonmind/sdk/content";
import { createKeccak } from "@commonmind/sdk/manifest";
import { bytesToHex } from "viem/utils";
import { buildPieces, type Hashed, hashSentences } from "./buildPieces.ts";
import { SHOWN, SHOWN_LETTERS } from "./longList.ts";
import {
  type Answer,
  type Asked,
  type BuiltTree,
  type FilePiece,
  type ManifestRequest,
  pathOf,
  sentencesOf,
  type WriteRequest,
} from "./manifest.ts";
import { writePieces } from "./writePieces.ts";

/** Files that were read before: a list that grows isn't read from its beginning again. */
const known = new Map<string, FilePiece>();
/** Long lists, as they are read, and hashed once something is to be built of them. */
const lists = new Map<string, Promise<readonly string[]>>();
const hashedLists = new Map<string, Hashed>();
/** What was built last, and of which sentences. */
let last: { readonly turn: number; readonly tree: BuiltTree; readonly sentences: readonly (readonly string[])[] };

/** Between two words about how far it is, in milliseconds. */
const TELL_EVERY = 120;
let newest = 0;
const tell = (answer: Answer) => postMessage(answer);
const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Something was changed meanwhile: what is asked now counts. */
class Overtaken extends Error {}

async function read(key: string, text: Blob): Promise<void> {
  const reading = text.text();
  const sentences = reading.then(sentencesOf);
  lists.set(key, sentences);
  try {
    const found = await sentences;
    const blank = (await reading).trimEnd().split("\n").length - found.length;
    const first = found.slice(0, SHOWN).map((sentence) => sentence.slice(0, SHOWN_LETTERS));
    tell({ of: "read", read: { key, sentences: found.length, blank, first } });
  } catch (error) {
    tell({ of: "read", key, error: wordsOf(error) });
  }
}

async function build(request: ManifestRequest): Promise<void> {
  const { turn, files, maxUnitsPerItem, domain } = request;
  const keccak = await createKeccak();
  const fromLists = await Promise.all(request.lists.map(async (key) => [key, (await lists.get(key)) ?? []] as const));
  const all = files.length + fromLists.reduce((sum, [, sentences]) => sum + sentences.length, 0);
  let done = 0;
  let told = Date.now();
  const pause = async (now: number) => {
    if (Date.now() - told > TELL_EVERY) {
      told = Date.now();
      tell({ of: "build", turn, done: now, all });
      // A turn of the loop, in which newer questions arrive.
      await new Promise((resolve) => setTimeout(resolve));
    }
    if (turn !== newest) throw new Overtaken();
  };

  const hashed = [await hashSentences(request.sentences, keccak, async () => {})];
  for (const [key, sentences] of fromLists) {
    const before = done;
    const list = hashedLists.get(key) ?? (await hashSentences(sentences, keccak, (now) => pause(before + now)));
    hashedLists.set(key, list);
    hashed.push(list);
    done += sentences.length;
  }
  const pieces: FilePiece[] = [];
  for (const file of files) {
    await pause(done);
    const key = `${pathOf(file)}:${file.size}:${file.lastModified}`;
    let piece = known.get(key);
    if (!piece) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      piece = {
        ...{ name: pathOf(file), size: bytes.length },
        ...{ hash: bytesToHex(keccak(bytes)), cid: await cidOf([bytes]) },
      };
      known.set(key, piece);
    }
    pieces.push(piece);
    done += 1;
  }
  await pause(done);
  const tree = await buildPieces({ hashed, files: pieces, maxUnitsPerItem, domain }, keccak);
  last = { turn, tree, sentences: hashed.map(({ sentences }) => sentences) };
  const { leaves: _, ...built } = tree;
  tell({ of: "build", turn, built });
}

async function write({ turn, terms }: WriteRequest): Promise<void> {
  if (last?.turn !== turn) return;
  const { tree, sentences } = last;
  const list = writePieces({
    ...{ built: tree, name: terms.name, licence: terms.licence },
    sentences: terms.open ? sentences.flat() : [],
  });
  const bytes = new TextEncoder().encode(list);
  // Where the list will be is known before it is anywhere: only its own bytes decide.
  const cid = await cidOf([bytes]);
  tell({ of: "write", written: { turn, terms, cid, list: new Blob([bytes], { type: "application/json" }) } });
}

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  switch (data.ask) {
    case "read":
      return void read(data.key, data.text);
    case "forget":
      lists.delete(data.key);
      hashedLists.delete(data.key);
      return;
    case "build":
      newest = data.turn;
      return void build(data).catch((error: unknown) => {
        if (!(error instanceof Overtaken)) tell({ of: "build", turn: data.turn, error: wordsOf(error) });
      });
    case "write":
      return void write(data).catch((error: unknown) => tell({ of: "write", turn: data.turn, error: wordsOf(error) }));
  }
});
