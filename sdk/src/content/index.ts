/**
 * Content by the hash of its bytes. Works in Node and in a browser.
 * @module
 */
export { cidOf } from "./cidOf.ts";
