// Joins the promises with what checks and what keeps them, and says what doesn't fit together.
import type { Check } from "./check.ts";
import { mentionsIn } from "./comments.ts";
import { mochaChecks } from "./mocha.ts";
import { PROMISES, type PromiseOfOurs, readPromises } from "./promise.ts";
import { solidityChecks } from "./solidity.ts";
import { isMochaTest, isSolidityTest, type Sources } from "./sources.ts";

export type Surveyed = PromiseOfOurs & {
  readonly checks: readonly Check[];
  /** Contracts whose comments name it. */
  readonly keptBy: readonly string[];
};

export type Survey = { readonly promises: readonly Surveyed[]; readonly faults: readonly string[] };

export function survey(sources: Sources): Survey {
  const promises = readPromises(sources.get(PROMISES) ?? "");
  const paths = [...sources.keys()];
  const texts = [...sources];
  const checks = [
    ...texts.filter(([path]) => isMochaTest(path)).flatMap(([path, text]) => mochaChecks(path, text)),
    ...solidityChecks(new Map(texts.filter(([path]) => isSolidityTest(path)))),
  ];
  const mentions = texts.filter(([path]) => /\.(ts|sol)$/.test(path)).flatMap(([path, text]) => mentionsIn(path, text));

  const surveyed = promises.map((promise): Surveyed => {
    const own = checks.filter(({ numbers }) => numbers.includes(promise.number));
    const keepers = mentions.filter(({ file, numbers }) => isContract(file) && numbers.includes(promise.number));
    return {
      ...promise,
      checks: own,
      keptBy: [...new Set(keepers.map(({ file }) => file))],
    };
  });

  const known = new Set(promises.map(({ number }) => number));
  const unknown = [...checks, ...mentions].flatMap(({ file, line, numbers }) =>
    numbers
      .filter((number) => !known.has(number))
      .map((number) => `${file}:${line} names ${number}, and ${PROMISES} has no such promise`),
  );
  return {
    promises: surveyed,
    faults: [
      ...(promises.length === 0 ? [`${PROMISES} lists no promise`] : []),
      ...faultsOfNumbers(promises),
      ...surveyed.flatMap((promise) => faultsOf(promise, paths)),
      ...new Set(unknown),
    ],
  };
}

function faultsOf({ number, named, planned, checks }: Surveyed, paths: readonly string[]): string[] {
  return [
    ...named
      .filter((name) => !checks.some(({ file }) => isCalled(file, name)))
      .map((name) => {
        const why = paths.some((path) => isCalled(path, name))
          ? "no test there bears its number"
          : "there is no such file";
        return `${number} names ${name} as a check, and ${why}`;
      }),
    ...(planned === null && checks.length === 0 ? [`${number} has no check: no test bears its number`] : []),
    ...(planned === "" ? [`${number} is planned, and ${PROMISES} doesn't say why (as "planned: ...")`] : []),
    ...(planned !== null && checks.length > 0 ? [`${number} is called planned, and is checked`] : []),
  ];
}

/** A number stands once, and each letter's run from 1 without a gap. */
function faultsOfNumbers(promises: readonly PromiseOfOurs[]): string[] {
  const numbers = promises.map(({ number }) => number);
  const twice = numbers.filter((number, at) => numbers.indexOf(number) !== at);
  const missing = [...new Set(numbers.map((number) => number.charAt(0)))].flatMap((letter) => {
    const own = numbers.filter((number) => number.startsWith(letter)).map((number) => Number(number.slice(1)));
    return Array.from({ length: Math.max(...own) }, (_, at) => at + 1)
      .filter((at) => !own.includes(at))
      .map((at) => `${letter}${at}`);
  });
  return [
    ...new Set(twice.map((number) => `${number} stands twice in ${PROMISES}`)),
    ...missing.map((number) => `${number} is missing in ${PROMISES}, which goes on after it`),
  ];
}

const isContract = (path: string): boolean => path.startsWith("contracts/");

/** Whether a file is the one that the page means, by its name or the end of its path. */
const isCalled = (path: string, name: string): boolean => path === name || path.endsWith(`/${name}`);
