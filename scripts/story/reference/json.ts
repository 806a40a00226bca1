/** Strict reading of parsed JSON: whatever is of another type than the published one is a finding. */
import type { Findings } from "./findings.ts";

/** A value of the report and where it stands. Reads of a wrong type are reported and give a value that fits the type. */
export class JsonNode {
  readonly #value: unknown;
  readonly #findings: Findings;
  readonly path: string;

  constructor(value: unknown, path: string, findings: Findings) {
    this.#value = value;
    this.path = path;
    this.#findings = findings;
  }

  refuse(wanted: string): void {
    const actual = this.#value === undefined ? "nothing" : (JSON.stringify(this.#value)?.slice(0, 80) ?? "nothing");
    this.#findings.add("shape", this.path, wanted, actual, `${this.path} must be ${wanted}.`);
  }

  get(key: string): JsonNode {
    const value = this.#value;
    const inner = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return new JsonNode(inner, `${this.path}.${key}`, this.#findings);
  }

  has(key: string): boolean {
    return isRecord(this.#value) && Object.hasOwn(this.#value, key);
  }

  items<T>(read: (node: JsonNode) => T): T[] {
    if (Array.isArray(this.#value)) {
      return this.#value.map((item: unknown, i) => read(new JsonNode(item, `${this.path}[${i}]`, this.#findings)));
    }
    this.refuse("a list");
    return [];
  }

  entries<T>(read: (node: JsonNode) => T): [string, T][] {
    if (isRecord(this.#value)) return Object.keys(this.#value).map((key) => [key, read(this.get(key))]);
    this.refuse("an object");
    return [];
  }

  amount(): bigint {
    const value = this.#value;
    if (typeof value === "string" && /^(0|[1-9]\d*)$/.test(value)) return BigInt(value);
    return this.#wrong("a decimal string of base units", 0n);
  }

  integer(): number {
    const value = this.#value;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    return this.#wrong("a whole number", 0);
  }

  flag(): boolean {
    return typeof this.#value === "boolean" ? this.#value : this.#wrong("true or false", false);
  }

  id(): string {
    return this.text(/^\d+$/);
  }

  address(): string {
    return this.text(/^0x[0-9a-f]{40}$/i).toLowerCase();
  }

  text(pattern?: RegExp): string {
    const value = this.#value;
    if (typeof value === "string" && value !== "" && pattern?.test(value) !== false) return value;
    return this.#wrong(pattern === undefined ? "a text" : `a text of the form ${pattern.source}`, "");
  }

  #wrong<T>(wanted: string, instead: T): T {
    this.refuse(wanted);
    return instead;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
