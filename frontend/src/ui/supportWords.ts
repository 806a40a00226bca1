import type { Support } from "../data/types.ts";

export const supportWords: Readonly<Record<Support, string>> = { for: "For", against: "Against", abstain: "Abstain" };
