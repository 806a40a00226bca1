// What somebody is writing, before it is handed in: kept in the browser, as far as there is room.
import { type Kind, kinds } from "../../../data/types.ts";

export type WorkDraft = {
  readonly title: string;
  /** What stands in the field of sentences. */
  readonly text: string;
  readonly kind: Kind;
  readonly modelId: number;
  readonly licence: string;
};

const place = (chainHash: string) => `commonmind.work:${chainHash}`;

const isDraft = (it: Partial<WorkDraft> | null): it is WorkDraft =>
  typeof it === "object" &&
  it !== null &&
  typeof it.title === "string" &&
  typeof it.text === "string" &&
  kinds.includes(it.kind as Kind) &&
  Number.isSafeInteger(it.modelId) &&
  typeof it.licence === "string";

/** What was written last for this co-op, if it wasn't handed in. */
export function readWork(chainHash: string): WorkDraft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place(chainHash)) ?? "null") as Partial<WorkDraft> | null;
    return isDraft(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it, in the place of what was kept before; nothing if nothing is written. False if the browser has no room for it. */
export function keepWork(chainHash: string, draft: WorkDraft): boolean {
  try {
    if (draft.title === "" && draft.text === "") localStorage.removeItem(place(chainHash));
    else localStorage.setItem(place(chainHash), JSON.stringify(draft));
    return true;
  } catch {
    // An older one would come back as if it were this one.
    dropWork(chainHash);
    return false;
  }
}

export function dropWork(chainHash: string): void {
  try {
    localStorage.removeItem(place(chainHash));
  } catch {
    // A browser that keeps nothing has nothing to lose.
  }
}
