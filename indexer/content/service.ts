// Requests to services of others: they time out, and what goes wrong is said in words.
import { contentError } from "./errors.ts";

const LONGEST = 120_000;

export type Ask = {
  method?: "GET" | "POST" | "DELETE";
  body?: FormData | string;
  headers?: Record<string, string>;
  /** Statuses beside 2xx that are the caller's to understand. */
  accept?: readonly number[];
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal;
};

export async function ask(url: string, options: Ask): Promise<Response> {
  const { method = "GET", body, headers = {}, accept = [], signal } = options;
  const { origin } = new URL(url);
  const late = AbortSignal.timeout(LONGEST);
  let answer: Response;
  try {
    // A redirect could lead anywhere, with the key of the service.
    const redirect = "error";
    answer = await fetch(url, {
      method,
      headers,
      redirect,
      signal: signal ? AbortSignal.any([signal, late]) : late,
      ...(body ? { body } : {}),
    });
  } catch (cause) {
    throw contentError("ContentService", {
      what: `${origin} doesn't answer.`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: "Check the address in the settings, and whether the service runs.",
      cause,
    });
  }
  if (answer.ok || accept.includes(answer.status)) return answer;
  throw contentError("ContentService", {
    what: `${origin} answered ${answer.status}.`,
    why: (await answer.text()).slice(0, 200) || "It doesn't say why.",
    fix:
      answer.status === 401 || answer.status === 403
        ? "Check the key in COMMONMIND_CONTENT_PIN_KEY."
        : "Try again later.",
  });
}

/** The bytes of an answer. A service that stops in the middle of them is said in words. */
export async function* bodyOf(answer: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* answer.body ?? [];
  } catch (cause) {
    throw contentError("ContentService", {
      what: `${new URL(answer.url).origin} stopped in the middle.`,
      why: cause instanceof Error ? cause.message : String(cause),
      fix: "Try again later; it may have a part of it only.",
      cause,
    });
  }
}
