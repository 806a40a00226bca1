// Kinds of work, and what they are called.
import { type Message, msg, t } from "../language/index.ts";

/** Kinds of work in the order of the contract's enum. */
export const workKinds = ["Data", "Validation", "Training", "Knowledge", "Curation", "Code", "Compute"] as const;
/** A kind of work, by its name in the contract. */
export type WorkKind = (typeof workKinds)[number];

const kindNames: Readonly<Record<WorkKind, Message>> = {
  Data: msg("Data"),
  Validation: msg("Validation"),
  Training: msg("Training"),
  Knowledge: msg("Knowledge"),
  Curation: msg("Curation"),
  Code: msg("Code"),
  Compute: msg("Compute"),
};
/** What a kind of work is called. */
export const kindName = (kind: WorkKind): string => t(kindNames[kind]);
