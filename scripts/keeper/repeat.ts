/** Runs `work` again and again, so many seconds after it ended, until the signal; a pass that began is finished. */
export async function repeat(
  work: () => Promise<void>,
  { seconds, signal }: { seconds: number; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    await work();
    await new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, seconds * 1_000);
      signal.addEventListener("abort", stop, { once: true });
    });
  }
}
