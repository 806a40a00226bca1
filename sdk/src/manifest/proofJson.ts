import type { Address, Hex } from "viem";
import { isHexOf } from "./bytes.ts";
import { MalformedProofError } from "./errors.ts";
import { isObject, parseExactJson } from "./exactJson.ts";
import { parseInteger, quoted } from "./integers.ts";
import type { ManifestProof, ProofStep } from "./types.ts";

/** How a proof is written down. Integers are decimal strings. */
export type ManifestProofJson = {
  schema: 1;
  leaf: { index: string; author: Address; items: string; unitsPerItem: string; itemsRoot: Hex };
  proof: { hash: Hex; sum: string; side: "left" | "right" }[];
  root: Hex;
  sum: string;
  domain: Hex;
};

/** A proof is at most some 6 kB. */
const MAX_TEXT = 1 << 20;

/** A proof as JSON holds it; {@link parseProof} reads it. */
export function proofToJson({ leaf, proof, root, sum, domain }: ManifestProof): ManifestProofJson {
  return {
    schema: 1,
    leaf: {
      index: String(leaf.index),
      author: leaf.author,
      items: String(leaf.items),
      unitsPerItem: String(leaf.unitsPerItem),
      itemsRoot: leaf.itemsRoot,
    },
    proof: proof.map((step) => ({ hash: step.hash, sum: String(step.sum), side: step.side })),
    root,
    sum: String(sum),
    domain,
  };
}

/**
 * Reads what `proofToJson` wrote, from anybody. It answers only whether this can be read as a proof; integers may be
 * negative or huge and the sides nonsense for the index: `verifyProof` judges that. Root and sum are left behind.
 */
export function parseProof(text: string): Pick<ManifestProof, "leaf" | "proof" | "domain"> {
  if (text.length > MAX_TEXT) throw malformed("The text is longer than any proof.", "A proof is a few kilobytes.");
  const value = parseJson(text);
  if (!isObject(value)) throw malformed("The proof is not an object.", "It holds a leaf, its siblings and a domain.");
  const { leaf, proof, domain } = value;
  if (!isObject(leaf)) throw malformed("leaf is missing or not an object.", "A proof is about one leaf.");
  if (!Array.isArray(proof)) throw malformed("proof is missing or not an array.", "It lists the siblings upwards.");
  return {
    leaf: {
      // Beyond 2^53 it loses digits, but is out of range all the same.
      index: Number(integer(leaf.index, "leaf.index")),
      author: hex(leaf.author, "leaf.author", 20),
      items: integer(leaf.items, "leaf.items"),
      unitsPerItem: integer(leaf.unitsPerItem, "leaf.unitsPerItem"),
      itemsRoot: hex(leaf.itemsRoot, "leaf.itemsRoot", 32),
    },
    proof: proof.map((step: unknown, level) => readStep(step, level)),
    domain: hex(domain, "domain", 32),
  };
}

function parseJson(text: string): unknown {
  try {
    return parseExactJson(text.startsWith("\ufeff") ? text.slice(1) : text);
  } catch (error) {
    throw malformed("This is not JSON.", `The parser says: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function readStep(step: unknown, level: number): ProofStep {
  const name = `proof[${level}]`;
  if (!isObject(step)) throw malformed(`${name} is not an object.`, "A sibling has hash, sum and side.");
  const { side } = step;
  if (side !== "left" && side !== "right") {
    throw malformed(`${name}.side is ${quoted(side)}.`, 'A sibling stands on the "left" or on the "right".');
  }
  return { hash: hex(step.hash, `${name}.hash`, 32), sum: integer(step.sum, `${name}.sum`), side };
}

function integer(value: unknown, name: string): bigint {
  const parsed = typeof value === "string" ? parseInteger(value) : undefined;
  if (parsed === undefined) {
    throw malformed(`${name} is not an integer: ${quoted(value)}.`, "Integers are written in plain decimal digits.");
  }
  return parsed;
}

function hex(value: unknown, name: string, bytes: number): Hex {
  if (!isHexOf(value, bytes)) {
    throw malformed(`${name} is ${quoted(value)}.`, `It must be 0x and ${2 * bytes} hex digits.`);
  }
  return value;
}

function malformed(what: string, why: string): MalformedProofError {
  return new MalformedProofError({ what, why });
}
