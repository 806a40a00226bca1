// Fetched only where a vote may still be carried out.
export { simulateCalls } from "@commonmind/sdk";
