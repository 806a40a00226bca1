// All tables of the record. Each part says what its rows are.
export * from "./schema/events.ts";
export * from "./schema/members.ts";
export * from "./schema/models.ts";
export * from "./schema/money.ts";
export * from "./schema/power.ts";
export * from "./schema/relations.ts";
export * from "./schema/reviews.ts";
export * from "./schema/tokens.ts";
export * from "./schema/votes.ts";
export * from "./schema/work.ts";
