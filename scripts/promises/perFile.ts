// Reads a file's text once, however often it is asked for: a survey is made again with one file changed.

/** The same function, which keeps its last answer for each file. */
export function perFile<T>(read: (file: string, text: string) => T): (file: string, text: string) => T {
  const kept = new Map<string, { text: string; answer: T }>();
  return (file, text) => {
    const last = kept.get(file);
    if (last?.text === text) return last.answer;
    const answer = read(file, text);
    kept.set(file, { text, answer });
    return answer;
  };
}
