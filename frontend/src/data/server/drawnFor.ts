// What a page is drawn from on the server: for whoever was connected here the last time, too.
import { cookies } from "next/headers";
import { type Address, isAddress } from "viem";
import { readConfig } from "../../config/readConfig.ts";
import { ACCOUNT_COOKIE, joinAbout } from "../about.ts";
import type { DrawnFrom } from "../ledger.tsx";
import type { About } from "../types.ts";
import { excerptFor, readCoop } from "./reader.ts";

/** Undefined where it can't be told just now: the browser then asks, and says what is wrong. */
export async function drawnFor(page: About): Promise<DrawnFrom | undefined> {
  const account = (await cookies()).get(ACCOUNT_COOKIE)?.value ?? "";
  const about = isAddress(account, { strict: false }) ? joinAbout(page, { accounts: [account as Address] }) : page;
  try {
    const config = await readConfig(process.env);
    const reading = await readCoop(config);
    if (!("book" in reading)) return undefined;
    const { version, withoutRecord } = reading;
    return { about, ledger: excerptFor(config, reading, about), version, withoutRecord };
  } catch {
    return undefined;
  }
}
