// Where things stand in this repository.
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

/** The co-op of the local chain: the example to start from. */
export const localGenesis = join(root, "deploy", "genesis", "local.json");

/** The history that the story tells by default, by its name from the root. */
export const defaultHistoryName = "data/histories/open-assistant.csv";
export const defaultHistory = join(root, defaultHistoryName);
