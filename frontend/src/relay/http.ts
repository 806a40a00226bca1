// GET /relay: is there one, and if it was set up and is none, why. POST /relay: carry this. Only for pages of this very server.

import { http } from "viem";
import { mnemonicToAccount, privateKeyToAccount } from "viem/accounts";
import type { DappConfig } from "../config/config.ts";
import { LOCAL_MNEMONIC, localAccounts } from "../config/localAccounts.ts";
import { readConfig } from "../config/readConfig.ts";
import { t } from "../i18n/i18n.ts";
import { RelayError } from "./allowed.ts";
import { payerOf } from "./payer.ts";
import { Relay } from "./Relay.ts";

export const dynamic = "force-dynamic";

/** Bytes of one request. */
const LONGEST = 32_768;

let opened: { readonly of: string; readonly relay: Relay | undefined } | undefined;

/** One relay for a co-op. Undefined where there is none. @throws {ConfigError} before the co-op is deployed. */
async function relay(): Promise<Relay | undefined> {
  const config = await readConfig(process.env);
  const { chainHash, contracts } = config.deployment;
  const of = JSON.stringify([chainHash, contracts, config.rpcUrl]);
  if (opened?.of !== of) opened = { of, relay: open(config) };
  return opened.relay;
}

/** The account that {@link payerOf} names pays. */
function open({ deployment, rpcUrl, personas }: DappConfig): Relay | undefined {
  const payer = payerOf(process.env, personas);
  if ("nobody" in payer || "off" in payer) return undefined;
  const account =
    "key" in payer
      ? privateKeyToAccount(payer.key)
      : mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: localAccounts.relay });
  return new Relay({ deployment, transport: http(rpcUrl), account });
}

const answer = (status: number, body: object) =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

/** Why there is none though somebody set one up; that doesn't wait for the co-op's file. */
function off(): string | undefined {
  const payer = payerOf(process.env, false);
  return "off" in payer ? payer.off : undefined;
}

export async function GET(): Promise<Response> {
  const why = off();
  if (why !== undefined) return answer(200, { enabled: false, off: why });
  const there = await relay().catch(() => undefined);
  return answer(200, { enabled: there !== undefined });
}

/** A browser says which page sends it: only one of ours may. */
function isOurs(request: Request): boolean {
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host;
}

async function bodyOf(request: Request): Promise<unknown> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; reader; ) {
    const { value, done } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LONGEST) {
      // Nobody waits for the rest; whether it comes or not changes nothing.
      void reader.cancel().catch(() => {});
      throw new RelayError(413, t("This is too long for the relay."));
    }
    chunks.push(value);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new RelayError(400, t("This isn’t a request."));
  }
}

export async function POST(request: Request): Promise<Response> {
  try {
    if (!isOurs(request)) throw new RelayError(403, t("The relay is for pages of this server only."));
    const why = off();
    if (why !== undefined) throw new RelayError(503, t("The relay is off: {why}", { why }));
    const there = await relay().catch(() => undefined);
    if (!there) throw new RelayError(404, t("There is no relay here."));
    return answer(200, { hash: await there.carry(await bodyOf(request)) });
  } catch (error) {
    if (error instanceof RelayError) return answer(error.status, { error: error.message });
    return answer(500, { error: t("The relay doesn’t work just now.") });
  }
}
