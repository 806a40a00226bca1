// Contracts' code as it comes from the compiler, and as it stands on a chain: the same but for the addresses of libraries and the
// values of immutables. Tells of which contract a code is, and carries those values over into a mutant's.

type References = Record<string, readonly { start: number; length: number }[]>;

/** A code with what is filled in when it is deployed. */
export type Code = {
  /** Hex digits, without 0x. */
  object: string;
  linkReferences?: Record<string, References> | undefined;
  /** By the number that the compiler gave the variable. */
  immutableReferences?: References | undefined;
};

export type ContractCode = { creation: Code; deployed: Code };

/** A place in the code that is filled in: positions of hex digits. */
type Slot = { key: string; start: number; end: number };

/** A library's code begins with its own address, so that it knows whether it is called or run. */
const LIBRARY = /^73(0{40}|__\$[0-9a-f]{34}\$__)30146080/;

/** Immutables are named by their rank, for a mutant's numbers differ from the original's. */
function slotsOf({ object, linkReferences = {}, immutableReferences = {} }: Code): Slot[] {
  const slot = (key: string, { start, length }: { start: number; length: number }): Slot => ({
    ...{ key, start: start * 2, end: (start + length) * 2 },
  });
  const links = Object.values(linkReferences).flatMap((libraries) =>
    Object.entries(libraries).flatMap(([name, places]) => places.map((place) => slot(`library ${name}`, place))),
  );
  const immutables = Object.keys(immutableReferences)
    .sort((a, b) => Number(a) - Number(b))
    .flatMap((id, rank) => (immutableReferences[id] ?? []).map((place) => slot(`immutable ${rank}`, place)));
  const self = LIBRARY.test(object) ? [slot("itself", { start: 1, length: 20 })] : [];
  return [...links, ...immutables, ...self].sort((a, b) => a.start - b.start);
}

/** The code with nothing filled in: two of these are equal if nothing that runs tells them apart. */
export function plain(code: Code): string {
  let text = code.object;
  for (const { start, end } of slotsOf(code)) text = text.slice(0, start) + "0".repeat(end - start) + text.slice(end);
  return text;
}

/** Whether hex digits begin with this code, whatever is filled in: a creation goes on with the constructor's arguments. */
export function begins(code: Code, digits: string): boolean {
  if (code.object === "" || digits.length < code.object.length) return false;
  let at = 0;
  for (const { start, end } of slotsOf(code)) {
    if (digits.slice(at, start) !== code.object.slice(at, start)) return false;
    at = end;
  }
  return digits.slice(at, code.object.length) === code.object.slice(at);
}

/**
 * Another code with what `digits` has filled in, and what follows in it. Throws if that lacks a value which the other needs.
 * @param from The code that `digits` begin with.
 */
export function carriedOver(from: Code, digits: string, to: Code): string {
  const values = new Map(slotsOf(from).map(({ key, start, end }) => [key, digits.slice(start, end)]));
  let text = to.object;
  for (const { key, start, end } of slotsOf(to)) {
    const value = values.get(key);
    if (value === undefined) throw new Error(`The code has no value for ${key}.`);
    text = text.slice(0, start) + value + text.slice(end);
  }
  return text + digits.slice(from.object.length);
}

/** How many immutables a code has: a mutant that lost one can't be given the others' values by rank. */
export const immutablesIn = ({ immutableReferences = {} }: Code): number => Object.keys(immutableReferences).length;
