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
