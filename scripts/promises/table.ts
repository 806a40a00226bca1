// The tables of docs/SECURITY.md: each promise, what checks it, and where; between two marks of the page.
import { posix } from "node:path";
import { CommonmindError } from "../../sdk/src/errors.ts";
import type { Kind } from "./check.ts";
import { SECURITY } from "./sources.ts";
import type { Survey, Surveyed } from "./survey.ts";

const BEGIN = "<!-- promises -->";
const END = "<!-- end of promises -->";
const KINDS: readonly Kind[] = ["test", "fuzz test", "invariant", "assertion"];

/** The page with the tables as they should be. Throws a CommonmindError if the marks aren't there, once each. */
export function withTable(page: string, found: Survey): string {
  const [before, inside, ...more] = page.split(BEGIN);
  const [, after, ...rest] = (inside ?? "").split(END);
  if (before === undefined || after === undefined || more.length > 0 || rest.length > 0)
    throw new CommonmindError({
      code: "PromisesPage",
      what: `${SECURITY} has no place for the promises.`,
      why: `They stand between "${BEGIN}" and "${END}", each once and in this order.`,
      fix: "Put the two comments back.",
    });
  return `${before}${BEGIN}\n\n${tables(found)}\n\n${END}${after}`;
}

function tables({ promises }: Survey): string {
  const sections = [...new Set(promises.map(({ section }) => section))];
  return sections
    .map((section) =>
      [
        `### ${section}`,
        "",
        "| | promise | checks | where |",
        "|---|---|---|---|",
        ...promises.filter((promise) => promise.section === section).map(row),
      ].join("\n"),
    )
    .join("\n\n");
}

function row(promise: Surveyed): string {
  const { number, text, planned } = promise;
  const checks = planned === null ? counts(promise) : `**none yet**: ${planned}`;
  return `| ${number} | ${text} | ${checks} | ${places(promise)} |`;
}

function counts({ checks }: Surveyed): string {
  return KINDS.flatMap((kind) => {
    const count = checks.filter((check) => check.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}${count === 1 ? "" : "s"}`];
  }).join(", ");
}

const places = ({ checks }: Surveyed): string => [...new Set(checks.map(({ file }) => file))].map(link).join(", ");

/** From the page's folder. Names stand with as much of their path as tells them apart. */
function link(path: string): string {
  const name = path.replace(/^test\/(contracts\/(promises\/)?|solidity\/)?/, "");
  return `[${name}](${posix.relative(posix.dirname(SECURITY), path)})`;
}
