// The list of pieces as its author's browser keeps it: proof of what was theirs, should the store lose it.

const keptAt = (root: string) => `commonmind.manifest:${root}`;

/** Bytes above which it isn't even tried: browsers keep some five million letters for all of a page. */
const LARGEST = 4_000_000;

/** Keeps the list under the root that it was built to. False if the browser has no room for it. */
export async function keepList(root: string, list: Blob): Promise<boolean> {
  if (list.size > LARGEST) return false;
  try {
    localStorage.setItem(keptAt(root), await list.text());
    return true;
  } catch {
    return false;
  }
}

/** The list as it was kept here; undefined if it wasn't. */
export function keptList(root: string): string | undefined {
  try {
    return localStorage.getItem(keptAt(root)) ?? undefined;
  } catch {
    return undefined;
  }
}
