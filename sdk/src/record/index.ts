export { RecordNotReady } from "./errors.ts";
export { createRecordClient, type EventQuery, type RecordClient, type RecordClientOptions } from "./recordClient.ts";
export { reviveArgs } from "./reviveArgs.ts";
export type { Amounts, ClaimableWork, EventPage, RecordedEvent, RecordStatus, SeatDividend } from "./types.ts";
