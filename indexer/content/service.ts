// Requests to services of others: they time out, and what goes wrong is said in words.
import { contentError } from "./errors.ts";

const LONGEST = 120_000;

export type Ask = {
  method?: "GET" | "POST" | "DELETE";
  body?: FormData | string;
  headers?: Record<string, string>;
  /** Statuses beside 2xx that are the caller's to understand. */
  accept?: readonly number[];
};

export async function ask(url: string, { method = "GET", body, headers = {}, accept = [] }: Ask): Promise<Response> {
  const { origin } = new URL(url);
  let answer: Response;
  try {
    // A redirect could lead anywhere, with the key of the service.
    const redirect = "error";
    answer = await fetch(url, {
      method,
      headers,
      redirect,
      signal: AbortSignal.timeout(LONGEST),
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
