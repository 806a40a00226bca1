import { say } from "./cli.ts";

export type Progress = {
  /** Since the beginning, to a tenth. */
  seconds: () => number;
  onProgress: (message: string) => void;
};

/** Says each message with the time since now. */
export function timedProgress(): Progress {
  const started = performance.now();
  const seconds = () => Number(((performance.now() - started) / 1000).toFixed(1));
  return { seconds, onProgress: (message) => say(`${`${seconds().toFixed(1)} s`.padStart(8)}  ${message}`) };
}
