// What this browser keeps from one visit to the next. It may keep nothing (storage is switched off, or full), and what is there
// may have been written by an older version of ours, or by another program at the same address: whoever reads it checks it.

/** Undefined if there is nothing, or nothing can be read. */
export function readKept(place: string): string | undefined {
  try {
    return localStorage.getItem(place) ?? undefined;
  } catch {
    return undefined;
  }
}

/** False where the browser keeps nothing: then it lasts as long as the page. */
export function keep(place: string, text: string): boolean {
  try {
    localStorage.setItem(place, text);
    return true;
  } catch {
    return false;
  }
}

export function forget(place: string): void {
  try {
    localStorage.removeItem(place);
  } catch {
    // Then it was never kept.
  }
}
