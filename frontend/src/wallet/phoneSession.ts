// The session with a wallet on another device, by WalletConnect's relay. Fetched only once somebody chose it, or had one open.

import { SignClient } from "@walletconnect/sign-client";
import type { Address, Hex } from "viem";
import { t } from "../i18n/i18n.ts";

type Client = Awaited<ReturnType<typeof SignClient.init>>;
type Session = ReturnType<Client["session"]["get"]>;

/** What a wallet is asked for; it may leave out what it doesn't know. */
const METHODS = ["eth_sendTransaction", "personal_sign", "eth_signTypedData_v4"];
/** How long the relay may take to answer, in milliseconds. */
const PATIENCE = 20_000;

export type PhoneSessionOptions = {
  readonly projectId: string;
  readonly chainId: number;
  /** What the co-op is called: wallets show it. */
  readonly coop: string;
  readonly onAccounts: (accounts: readonly Address[]) => void;
  /** The wallet ended it, or it grew too old. */
  readonly onEnd: () => void;
};

export type PhoneSession = Awaited<ReturnType<typeof openPhoneSession>>;

/** Why no session came of it, in words. */
export class PairingError extends Error {
  override readonly name = "PairingError";
}

/** As wallets say no. */
const saidNo = (words: string) => Object.assign(new Error(words), { code: 4001 });

/** Opens what the browser remembers of an earlier session, if anything. */
export async function openPhoneSession({ projectId, chainId, coop, onAccounts, onEnd }: PhoneSessionOptions) {
  const chain = `eip155:${chainId}`;
  const client = await SignClient.init({
    projectId,
    // No reports of errors to its makers.
    telemetryEnabled: false,
    logger: "silent",
    metadata: { name: coop, description: "Commonmind", url: location.origin, icons: [] },
  });
  // This would draw a frame of a third party into the page, to vouch for its address. Wallets say that nobody vouched.
  client.core.verify.register = async () => "";

  let session: Session | undefined = client.session.getAll().findLast((it) => accountsOf(it).length > 0);
  function accountsOf(of: Session | undefined): readonly Address[] {
    const all = of?.namespaces.eip155?.accounts ?? [];
    return all.filter((it) => it.startsWith(`${chain}:`)).map((it) => it.slice(chain.length + 1) as Address);
  }
  const ended = ({ topic }: { topic: string }) => {
    if (topic !== session?.topic) return;
    session = undefined;
    onEnd();
  };
  client.on("session_delete", ended);
  client.on("session_expire", ended);
  client.on("session_update", ({ topic, params }) => {
    if (topic !== session?.topic) return;
    session = { ...session, namespaces: params.namespaces };
    const accounts = accountsOf(session);
    if (accounts.length > 0) onAccounts(accounts);
    else void leave().then(onEnd);
  });

  async function leave(): Promise<void> {
    const { topic } = session ?? {};
    session = undefined;
    // The relay may be gone: then the wallet learns of it later.
    if (topic)
      await client.disconnect({ topic, reason: { code: 6000, message: "User disconnected." } }).catch(() => {});
  }

  /** @param onUri The code for the wallet. @throws with code 4001 if the wallet says no, or it was called off here. */
  async function pair(onUri: (uri: string) => void, calledOff: AbortSignal): Promise<void> {
    if (calledOff.aborted) throw saidNo("Called off.");
    const stopped = new Promise<never>((_, reject) =>
      calledOff.addEventListener("abort", () => reject(saidNo("Called off.")), { once: true }),
    );
    const late = new Promise<never>((_, reject) =>
      setTimeout(
        () => reject(new PairingError(t("WalletConnect doesn’t answer just now. Nothing happened."))),
        PATIENCE,
      ),
    );
    for (const it of [stopped, late]) it.catch(() => {});
    const asked = client.connect({
      optionalNamespaces: { eip155: { chains: [chain], methods: METHODS, events: ["accountsChanged"] } },
    });
    // Whatever comes of what nobody waits for any more is ended.
    const drop = () =>
      void asked
        .then(async ({ uri, approval }) => {
          void approval().then(
            ({ topic }) => client.disconnect({ topic, reason: { code: 6000, message: "Called off." } }),
            () => {},
          );
          const topic = /^wc:([^@]+)@/.exec(uri ?? "")?.[1];
          if (topic) await client.core.pairing.disconnect({ topic });
        })
        .catch(() => {});
    try {
      const { uri, approval } = await Promise.race([asked, stopped, late]);
      if (uri) onUri(uri);
      session = await Promise.race([approval(), stopped]);
    } catch (error) {
      if (!session) drop();
      const { code, message } = error as { code?: number; message?: string };
      if (code === 5000 || /reject/i.test(message ?? "")) throw saidNo("User rejected the request.");
      if (/expired/i.test(message ?? "")) throw new PairingError(t("The code is too old by now. Ask for a new one."));
      throw error;
    }
    if (accountsOf(session).length > 0) return;
    await leave();
    throw new PairingError(t("This wallet doesn’t know the co-op’s network. Add it there, and try again."));
  }

  /** Undefined for what isn't the wallet's part: the chain itself knows. */
  function request(method: string, params: unknown): Promise<Hex> | undefined {
    const open = session;
    if (!open) throw new Error(t("No wallet is connected."));
    if (!METHODS.includes(method)) return undefined;
    return client
      .request<Hex>({ topic: open.topic, chainId: chain, request: { method, params } })
      .catch((error: { code?: number; message?: string }) => {
        if (error?.code === 5000 || error?.code === 4001) throw saidNo("User rejected the request.");
        throw error instanceof Error ? error : new Error(error?.message ?? t("The wallet doesn’t answer."));
      });
  }

  return { accounts: () => accountsOf(session), pair, leave, request };
}
