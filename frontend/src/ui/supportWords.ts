import type { Support } from "../data/types.ts";
import { type Message, msg } from "../i18n/i18n.ts";

export const supportWords: Readonly<Record<Support, Message>> = {
  for: msg("For"),
  against: msg("Against"),
  abstain: msg("Abstain"),
};
