// Documents that are nearly right: a valid one in which something is of another type, missing, too long, or from elsewhere.
import fc from "fast-check";

/** What JSON can hold, with the names that objects of the language have of themselves. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, "", "0x", "-1", "1e3", -1, 0, 1.5, 2 ** 53, [], [[]], {}, [null], true),
  fc.constant("9".repeat(400)),
  fc.constantFrom("__proto__", "constructor", "toString").map((name) => JSON.parse(`{"${name}": {"a": 1}}`) as unknown),
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((each, i) => (`${i}` === `${key}` ? replaced(each, rest, by) : each));
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([name, each]) => {
      if (name !== key) return [[name, each]];
      return rest.length === 0 && by === undefined ? [] : [[name, replaced(each, rest, by)]];
    }),
  );
}

/** Texts: of a valid document; of one with one part of it replaced, wrapped, or left out; of any JSON; of anything. */
export function nearly(valid: unknown): fc.Arbitrary<string> {
  const places = fc.constantFrom(...pathsOf(valid));
  const changed = fc.oneof(
    fc.tuple(places, anything).map(([path, by]) => replaced(valid, path, by)),
    places.map((path) => replaced(valid, path, undefined)),
    // A list of one is often taken for the one.
    places.map((path) => replaced(valid, path, [path.reduce((at, key) => (at as never)[key], valid)])),
  );
  const text = JSON.stringify(valid);
  return fc.oneof(
    { weight: 6, arbitrary: changed.map((value) => JSON.stringify(value) ?? "") },
    { weight: 1, arbitrary: fc.constant(text) },
    { weight: 1, arbitrary: anything.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
    { weight: 1, arbitrary: fc.nat(text.length).map((length) => text.slice(0, length)) },
  );
}

/** Lines of a table in which cells are anything, some are missing, and some too many. */
export function table(header: readonly string[], cells: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const row = fc
    .array(fc.oneof({ weight: 5, arbitrary: cells }, { weight: 1, arbitrary: fc.string({ unit: "binary" }) }), {
      minLength: header.length - 1,
      maxLength: header.length + 1,
    })
    .map((each) => each.join(","));
  return fc.array(row, { maxLength: 6 }).map((rows) => [header.join(","), ...rows].join("\n"));
}
