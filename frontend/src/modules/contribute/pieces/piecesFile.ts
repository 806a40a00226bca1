// What pages say of a text that should be a list of pieces.
import { t } from "../../../i18n/i18n.ts";
import { parsePieces } from "./parsePieces.ts";
import type { PiecesFile } from "./writePieces.ts";

export class PiecesError extends Error {
  override readonly name = "PiecesError";
}

/** What is said where something else is stored. */
export const noPieces = (): PiecesError => new PiecesError(t("What is stored there isn’t a list of pieces."));

/** Reads a stored list. Whatever is in it was written by a stranger. @throws {PiecesError} if it is none. */
export function readPieces(text: string): PiecesFile {
  const file = parsePieces(text);
  if (!file) throw noPieces();
  return file;
}
