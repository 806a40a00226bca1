/**
 * What a share of revenue earned, recomputed, and what there is to collect. Part of `@commonmind/sdk`.
 * @module
 */
export {
  type CollectCall,
  type CollectParameters,
  collectCalls,
  type Waiting,
  type WaitingPosition,
} from "./collecting.ts";
export {
  advance,
  type Cursor,
  distribute,
  type Earning,
  EMPTY_POOL,
  type IndexAt,
  NEW_CURSOR,
  type Payment,
  type Pool,
  positionDue,
  type Span,
  seatDue,
} from "./revenueShares.ts";
