// What kinds of work are called.
import type { Kind } from "../data/types.ts";
import { type Message, msg, t } from "../i18n/i18n.ts";

const names: Readonly<Record<Kind, Message>> = {
  Data: msg("Data"),
  Validation: msg("Validation"),
  Training: msg("Training"),
  Knowledge: msg("Knowledge"),
  Curation: msg("Curation"),
  Code: msg("Code"),
  Compute: msg("Compute"),
};

export const kindName = (kind: Kind): string => t(names[kind]);
