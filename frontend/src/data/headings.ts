// What a page is about, asked by the server of the record, so that it stands in the page before anything else is read.
import { createRecordClient, workKinds } from "@commonmind/sdk";
import { cache } from "react";
import { plain } from "../format/plain.ts";
import { titleOf } from "./questions.ts";

/** A page isn't kept waiting for it, in milliseconds. */
const PATIENCE = 600;

const questions = {
  model: "query ($id: Int!) { found: model(id: $id) { name } }",
  proposal: "query ($id: BigInt!) { found: proposal(id: $id) { title } }",
  contribution: "query ($id: BigInt!) { found: contribution(id: $id) { uri kind } }",
} as const;

type Found = { name?: string; title?: string; uri?: string; kind?: number };

/** Undefined where there is no record, where it doesn't answer at once, and where nothing has this number. */
export const headingOf = cache(async (of: keyof typeof questions, id: string): Promise<string | undefined> => {
  const url = process.env.COMMONMIND_RECORD_URL;
  if (!url || !/^\d{1,78}$/.test(id)) return undefined;
  try {
    const record = createRecordClient({ url, timeout: PATIENCE });
    const variables = { id: of === "model" ? Number(id) : id };
    const { found } = await record.query<{ found: Found | null }>(questions[of], variables);
    if (!found) return undefined;
    const { name, title, uri, kind } = found;
    if (uri !== undefined) return titleOf({ id: BigInt(id), uri, kind: workKinds[kind ?? 0] ?? "Data" });
    return plain(name ?? title ?? "", 200).trim() || undefined;
  } catch {
    return undefined;
  }
});
