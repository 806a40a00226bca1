// Whether the page is the browser's by now, or still what the server drew.
import { useSyncExternalStore } from "react";
import { isTaken, onTakeOver } from "./firstPage.ts";

export const useTaken = (): boolean => useSyncExternalStore(onTakeOver, isTaken, () => false);
