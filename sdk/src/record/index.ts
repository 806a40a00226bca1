/**
 * Asking the record of a co-op. Works in Node and in a browser.
 * @module
 */
export { RecordNotReady } from "./errors.ts";
export { createRecordClient, type EventQuery, type RecordClient, type RecordClientOptions } from "./recordClient.ts";
export { reviveArgs } from "./reviveArgs.ts";
export type { Amounts, ClaimableWork, EventPage, RecordedEvent, RecordStatus, SeatDividend } from "./types.ts";
