// What a page is about, as it stands in an address and in keys.
import { type Address, isAddress } from "viem";
import type { About } from "./types.ts";

/** The account that was connected the last time: the server draws pages with what is theirs. */
export const ACCOUNT_COOKIE = "commonmind.account";

/** As many as one question may be about. */
const MOST = 200;

const flags = ["money", "reviews", "crowd", "growing", "rings"] as const;

const sorted = <T extends string | bigint>(values: Iterable<T>): T[] =>
  [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));

/** Both together. */
export function joinAbout(a: About, b: About): About {
  return {
    accounts: [...(a.accounts ?? []), ...(b.accounts ?? [])],
    works: [...(a.works ?? []), ...(b.works ?? [])],
    proposals: [...(a.proposals ?? []), ...(b.proposals ?? [])],
    models: [...(a.models ?? []), ...(b.models ?? [])],
    ...Object.fromEntries(flags.map((flag) => [flag, Boolean(a[flag] || b[flag])])),
  };
}

/** The same for the same question, however it is asked; a query of an address, empty if it is about nothing in particular. */
export function aboutQuery(about: About): string {
  const { accounts = [], works = [], proposals = [], models = [] } = about;
  const query = new URLSearchParams();
  const put = (name: string, values: readonly (string | bigint)[]) => {
    if (values.length > 0) query.set(name, values.join());
  };
  put("accounts", sorted(accounts.map((it) => it.toLowerCase())));
  put("works", sorted(works));
  put("proposals", sorted(proposals));
  put("models", sorted(models.map(BigInt)));
  for (const flag of flags) if (about[flag]) query.set(flag, "1");
  return query.toString();
}

/** Undefined if it can't be understood, or is about more than is answered at once. */
export function readAbout(query: URLSearchParams): About | undefined {
  const listed = (name: string) => (query.get(name) ?? "").split(",").filter((it) => it !== "");
  const accounts = listed("accounts");
  const numbers = [listed("works"), listed("proposals"), listed("models")];
  if (accounts.length + numbers.flat().length > MOST) return undefined;
  if (!accounts.every((it) => isAddress(it, { strict: false }))) return undefined;
  if (!numbers.flat().every((it) => /^\d{1,78}$/.test(it))) return undefined;
  const [works = [], proposals = [], models = []] = numbers.map((list) => list.map(BigInt));
  const asked = Object.fromEntries(flags.map((flag) => [flag, query.has(flag)]));
  return { accounts: accounts as Address[], works, proposals, models: models.map(Number), ...asked };
}
