// In which language a page is answered.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ tag: string, locale: string, messages: Record<string, string>, all: string[] }} Language */

/** English, and a language for each file in messages/. @returns {Map<string, Language>} */
export function readLanguages() {
  const folder = join(import.meta.dirname, "messages");
  const others = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
  const all = ["en", ...others];
  return new Map(
    all.map((tag) => {
      const messages = tag === "en" ? {} : JSON.parse(readFileSync(join(folder, `${tag}.json`), "utf8"));
      return [tag, { tag, locale: tag === "en" ? "en-GB" : tag, messages, all }];
    }),
  );
}

/**
 * The language that the reader chose, else the first of those that the browser asks for, else English.
 * @param {Map<string, Language>} languages @param {import("node:http").IncomingMessage} request
 */
export function languageOf(languages, request) {
  const chosen = /(?:^|;\s*)commonmind\.language=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
  const asked = (request.headers["accept-language"] ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", weight = "q=1"] = part.split(";").map((each) => each.trim());
      return { tag: tag.toLowerCase().split("-")[0] ?? "", weight: Number(weight.slice(2)) || 0 };
    })
    .sort((a, b) => b.weight - a.weight);
  const found = [chosen ?? "", ...asked.map(({ tag }) => tag)].find((tag) => languages.has(tag));
  return languages.get(found ?? "en");
}
