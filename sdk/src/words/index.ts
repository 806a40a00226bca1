/**
 * What the errors of the contracts mean, in words. An entry point of its own: pages fetch it once something fails.
 * @module
 */
export { type Explanation, explain, revertData } from "./explain.ts";
export { type Sentence, sentences } from "./sentences.ts";
