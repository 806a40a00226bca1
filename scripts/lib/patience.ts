// Nodes that anyone may use drop connections and refuse what is too much for them. Hardhat asks again only after status
// 429; here a request is repeated after whatever passes by itself, if asking twice does no harm.
import { setTimeout as wait } from "node:timers/promises";
import type { NetworkHooks } from "hardhat/types/hooks";
import type { NetworkConnection } from "hardhat/types/network";
import type { JsonRpcRequest, JsonRpcResponse } from "hardhat/types/providers";
import { type Hex, keccak256 } from "viem";
import { NoAnswer } from "./noAnswer.ts";

/** How long one request is repeated, in milliseconds. */
const PATIENCE = 30_000;
/** Pauses between attempts, in milliseconds. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 5_000;

const SEND = "eth_sendRawTransaction";
/** What may be asked twice. Of a signed transaction the same bytes are sent again: it is carried out once. */
const repeatable = new RegExp(
  `^(eth_(call|chainId|blockNumber|estimateGas|feeHistory|gasPrice|maxPriorityFeePerGas|get\\w+)|net_version|web3_clientVersion|txpool_\\w+|${SEND})$`,
);

const passingStatus = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);
/** Not among them: nobody listening (ECONNREFUSED) and no such host (ENOTFOUND), which are wrong addresses. */
const passingCode = new Set([
  ...["ECONNRESET", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"],
  ...["UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"],
]);

/** For connections over HTTP. Hardhat's own part, which signs, comes after this one. */
export const patience: Partial<NetworkHooks> = {
  async onRequest(context, connection, request, next) {
    if (connection.networkConfig.type !== "http") return next(context, connection, request);
    const began = Date.now();
    for (let tries = 1, pause = FIRST_PAUSE; ; tries++, pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      let trouble: Trouble;
      try {
        const answer = await next(context, connection, request);
        const limited = rateLimit(answer);
        if (limited === undefined) return await arrived(connection as NetworkConnection, request, answer, tries);
        trouble = limited;
      } catch (error) {
        const passing = passingTrouble(error);
        // Hardhat signs by turning the request itself into one with the signed bytes: from there on it may be repeated.
        if (passing === undefined || !repeatable.test(request.method)) throw error;
        trouble = passing;
      }
      const pausing = Math.max(pause, trouble.retryAfter ?? 0);
      const spent = Date.now() - began;
      if (spent + pausing > PATIENCE)
        throw noAnswer({ network: connection.networkName, request, trouble, tries, spent });
      await wait(pausing);
    }
  },
};

/** What went wrong, and how many milliseconds the node asks to be left alone. */
type Trouble = { readonly what: string; readonly retryAfter?: number };

function passingTrouble(error: unknown): Trouble | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { statusCode, headers, code } = cause as { statusCode?: number; headers?: unknown; code?: unknown };
    if (statusCode !== undefined) {
      if (!passingStatus.has(statusCode)) return undefined;
      const seconds = Number((headers as Record<string, unknown> | null)?.["retry-after"] ?? Number.NaN);
      const asks = Number.isFinite(seconds) && seconds > 0;
      return asks
        ? { what: `status ${statusCode} and "ask again in ${seconds} s"`, retryAfter: seconds * 1_000 }
        : { what: `status ${statusCode}` };
    }
    if (typeof code === "string" && passingCode.has(code)) return { what: `a lost connection (${code})` };
    // A page of somebody in between, or half an answer.
    if (/invalid JSON-RPC response/i.test(cause.message)) return { what: "something that isn't JSON-RPC" };
  }
  return undefined;
}

/** Limits of how often one may ask, not of how much one request may ask for: that would be refused forever. */
function rateLimit(answer: JsonRpcResponse): Trouble | undefined {
  if (!("error" in answer)) return undefined;
  const { code, message } = answer.error;
  const isLimit =
    code === 429 || (code === -32005 && /rate|too many requests|capacity|throttle|per second/i.test(message));
  return isLimit ? { what: `"${message}"` } : undefined;
}

/** The answer to a transaction that was sent again is its hash if it had arrived, whatever the node makes of seeing it twice. */
async function arrived(
  { provider }: NetworkConnection,
  request: JsonRpcRequest,
  answer: JsonRpcResponse,
  tries: number,
): Promise<JsonRpcResponse> {
  if (request.method !== SEND || !("error" in answer)) return answer;
  if (tries === 1 && !/already|known|nonce too low/i.test(answer.error.message)) return answer;
  const hash = hashOf(request);
  // The node that is asked may not be the one that took it.
  for (const pause of [0, 500, 1_000, 2_000]) {
    await wait(pause);
    const found = await provider.request({ method: "eth_getTransactionByHash", params: [hash] });
    if (found !== null) return { jsonrpc: "2.0", id: request.id, result: hash };
  }
  return answer;
}

const hashOf = ({ params }: JsonRpcRequest): Hex => keccak256((params as [Hex])[0]);

type Silence = { network: string; request: JsonRpcRequest; trouble: Trouble; tries: number; spent: number };

function noAnswer({ network, request, trouble, tries, spent }: Silence): NoAnswer {
  const asked =
    request.method === SEND
      ? `The node of "${network}" didn't say that it took transaction ${hashOf(request)}, which may have arrived all the same`
      : `The node of "${network}" didn't answer ${request.method}`;
  const attempts = tries === 1 ? "asked once" : `asked ${tries} times in ${Math.ceil(spent / 1_000)} s`;
  return new NoAnswer(
    `${asked}: ${attempts}, it last gave ${trouble.what}. Wait a while or use another node, then run the same command again.`,
  );
}
