import { CommonmindError } from "../errors.ts";
import type { RowSource } from "./types.ts";

const DOCS = "docs/manifest.md";

export type LeafFieldErrorParameters = { field: string; what: string; why: string; fix: string };

/** A value that can't stand in a leaf or in a domain. */
export class LeafFieldError extends CommonmindError {
  override readonly name: string = "LeafFieldError";
  readonly field: string;

  constructor({ field, what, why, fix }: LeafFieldErrorParameters) {
    super({ code: "LeafField", what, why, fix, docs: `${DOCS}#leaves` });
    this.field = field;
  }
}

/** The same leaf twice: its work would be paid twice. */
export class DuplicateLeafError extends CommonmindError {
  override readonly name: string = "DuplicateLeafError";
  readonly field = "author";
  readonly first: number;
  readonly second: number;

  constructor({ first, second }: { first: number; second: number }) {
    super({
      code: "DuplicateLeaf",
      what: `Leaf ${second} repeats leaf ${first}: same author, items, unitsPerItem and itemsRoot.`,
      why: "The same work would count twice.",
      fix: "Remove one of the two.",
      docs: `${DOCS}#leaves`,
    });
    this.first = first;
    this.second = second;
  }
}

/** The same content hash twice in one leaf. */
export class DuplicateItemError extends CommonmindError {
  override readonly name: string = "DuplicateItemError";
  readonly field = "itemHashes";
  readonly first: number;
  readonly second: number;

  constructor({ first, second, hash }: { first: number; second: number; hash: string }) {
    super({
      code: "DuplicateItem",
      what: `Item ${second} repeats item ${first} (${hash}).`,
      why: "The same item would count twice in one leaf.",
      fix: "List every content hash once and lower the number of items.",
      docs: `${DOCS}#items`,
    });
    this.first = first;
    this.second = second;
  }
}

/** A sum or a count beyond what the encoding holds. */
export class ManifestOverflowError extends CommonmindError {
  override readonly name: string = "ManifestOverflowError";
  readonly field = "unitsPerItem";

  constructor({ what, why }: { what: string; why: string }) {
    super({
      code: "ManifestOverflow",
      what,
      why,
      fix: "Use smaller units per item, or split the work into several manifests.",
      docs: `${DOCS}#leaves`,
    });
  }
}

export class EmptyManifestError extends CommonmindError {
  override readonly name: string = "EmptyManifestError";

  constructor() {
    super({
      code: "EmptyManifest",
      what: "There is no leaf.",
      why: "A manifest has a root only from one leaf on.",
      fix: "Give at least one row below the header.",
      docs: `${DOCS}#files-that-go-in`,
    });
  }
}

/** There is no leaf with this index. */
export class ManifestIndexError extends CommonmindError {
  override readonly name: string = "ManifestIndexError";

  constructor({ index, leaves }: { index: number | string; leaves: number }) {
    super({
      code: "ManifestIndex",
      what: `There is no leaf ${index}.`,
      why: `This manifest has ${leaves} leaves, counted from 0 to ${leaves - 1}.`,
      fix: "Choose an index in that range.",
      docs: `${DOCS}#proofs`,
    });
  }
}

/** A row of a leaf file that can't be used. Its message starts with file:line:column, as editors understand it. */
export class LeafRowError extends CommonmindError {
  override readonly name: string = "LeafRowError";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly field: string | undefined;

  constructor(row: RowSource, cause: CommonmindError & { field?: string }) {
    const column = cause.field === undefined ? 1 : row.columnOf(cause.field);
    super({
      code: "LeafRow",
      what: `${row.file}:${row.line}:${column}: ${cause.what}`,
      why: cause.why,
      fix: cause.fix,
      docs: cause.docs ?? DOCS,
      cause,
    });
    this.file = row.file;
    this.line = row.line;
    this.column = column;
    this.field = cause.field;
  }
}

/** A leaf file that can't be read as one. */
export class LeafFileError extends CommonmindError {
  override readonly name: string = "LeafFileError";

  constructor({ what, why, fix, cause }: { what: string; why: string; fix: string; cause?: unknown }) {
    super({ code: "LeafFile", what, why, fix, docs: `${DOCS}#files-that-go-in`, cause });
  }
}

/** A value that can't even be read as a proof; a proof that reads but proves nothing is no error but `valid: false`. */
export class MalformedProofError extends CommonmindError {
  override readonly name: string = "MalformedProofError";

  constructor({ what, why, cause }: { what: string; why: string; cause?: unknown }) {
    super({
      code: "MalformedProof",
      what,
      why,
      fix: "Give a proof as `manifest prove` writes it.",
      docs: `${DOCS}#proofs`,
      cause,
    });
  }
}

/** A folder that is not a manifest, is damaged, or may not be replaced. */
export class ManifestFolderError extends CommonmindError {
  override readonly name: string = "ManifestFolderError";

  constructor({ what, why, fix, cause }: { what: string; why: string; fix: string; cause?: unknown }) {
    super({ code: "ManifestFolder", what, why, fix, docs: `${DOCS}#the-folder-that-comes-out`, cause });
  }
}
