// The issuer over HTTP, for this machine only: POST /credentials {account, person, days}. It believes whoever asks.
import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { LOCAL_CHAIN } from "@commonmind/sdk";
import { isBadInput } from "../lib/cli.ts";
import type { Issuer } from "./issuing.ts";
import { credentialRequest, issuedToJson } from "./json.ts";
import { IssuerError } from "./keys.ts";

const MAX_BODY_BYTES = 4_096;
const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export type IssuerServerOptions = {
  /** Asked for on every chain but the local one: whoever sends it may have credentials. */
  token?: string | undefined;
};

/** Call {@link Server.listen} on it, on 127.0.0.1. */
export function issuerServer(issuer: Issuer, { token }: IssuerServerOptions = {}): Server {
  const local = issuer.chainId === LOCAL_CHAIN;
  if (!local && !token) {
    throw new IssuerError({
      code: "IssuerToken",
      what: `This is chain ${issuer.chainId}, and ISSUER_TOKEN isn't set.`,
      why: "Any program on this machine could have credentials signed for people that nobody looked at.",
      fix: "Set ISSUER_TOKEN, and give it only to what verifies people.",
    });
  }

  const answer = async (request: IncomingMessage): Promise<object> => {
    requireLocalName(request);
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    if (pathname === "/") {
      requireMethod(request, "GET");
      const { address, chainId, registry } = issuer;
      return { schema: 1, issuer: address, chainId: `${chainId}`, registry };
    }
    if (pathname !== "/credentials") throw new Refusal(404, "NotFound", `There is no ${pathname}: POST /credentials.`);
    requireMethod(request, "POST");
    if (token) requireToken(request, token);
    // Pages of other sites can't send this without asking first.
    if (!/^application\/json\b/i.test(request.headers["content-type"] ?? "")) {
      throw new Refusal(415, "ContentType", "The content type must be application/json.");
    }
    return issuedToJson(await issuer.issue(credentialRequest(await bodyOf(request))));
  };

  const server = createServer(async (request, response) => {
    if (local) allowLocalPages(request, response);
    if (local && request.method === "OPTIONS") {
      response.writeHead(204).end();
      return;
    }
    try {
      send(response, 200, await answer(request));
    } catch (error) {
      const { status, code, message } = refusalOf(error);
      send(response, status, { schema: 1, error: { code, message } });
    }
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  return server;
}

/** A name that points here from elsewhere would let a stranger's page talk to it. */
function requireLocalName({ headers: { host = "" } }: IncomingMessage): void {
  if (LOCAL_NAMES.includes(host.replace(/:\d+$/, ""))) return;
  throw new Refusal(403, "Host", "The issuer answers to 127.0.0.1 and localhost only.");
}

function requireMethod(request: IncomingMessage, method: string): void {
  if (request.method === method) return;
  throw new Refusal(405, "Method", `The method must be ${method}.`);
}

function requireToken({ headers: { authorization = "" } }: IncomingMessage, token: string): void {
  const [given, expected] = [Buffer.from(authorization), Buffer.from(`Bearer ${token}`)];
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new Refusal(401, "Token", "Send the issuer's token: Authorization: Bearer ...");
}

/** The dApp of the local chain comes from another port of this machine. */
function allowLocalPages(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin) || !LOCAL_NAMES.includes(new URL(origin).hostname)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-headers", "content-type");
  response.setHeader("access-control-allow-methods", "GET, POST");
  response.setHeader("vary", "origin");
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, "BodyTooLarge", `A request has at most ${MAX_BODY_BYTES} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof IssuerError)
    return new Refusal(error.code === "AccountSeated" ? 409 : 400, error.code, error.message);
  const message = error instanceof Error ? error.message : String(error);
  if (isBadInput(error)) return new Refusal(400, "Request", message);
  return new Refusal(502, "Chain", `The chain can't be read: ${message.split("\n")[0]}`);
}

function send(response: ServerResponse, status: number, body: object): void {
  const headers = { "content-type": "application/json", "cache-control": "no-store" };
  // What is left of a body that was refused isn't read.
  if (status === 413) Object.assign(headers, { connection: "close" });
  response.writeHead(status, headers).end(`${JSON.stringify(body)}\n`);
}
