// STAND-INS for what can't be had without a network: WalletConnect's relay, which here passes messages on within this process,
// and a phone's wallet that talks to it by WalletConnect's own code. The browser's side is the real one.
import type { Page } from "playwright-core";
import { type Address, createWalletClient, type Hex, http, type LocalAccount } from "viem";
import { hardhat } from "viem/chains";

export const RELAY = "wss://relay.walletconnect.org";

type Line = (text: string) => void;
type Asked = { id: number; method: string; params: Record<string, never> };

/** Messages by topic, sealed: it can read none of them. Kept for whoever subscribes later. */
class StandInRelay {
  readonly #lines = new Map<string, Set<Line>>();
  readonly #kept = new Map<string, { message: string; tag: number }[]>();
  #id = 1;

  /** What one end says; `line` is how it hears. */
  hear(text: string, line: Line): void {
    const { id, method, params } = JSON.parse(text) as Asked;
    // An answer to what was passed on.
    if (!method) return;
    const answer = (result: unknown) => line(JSON.stringify({ id, jsonrpc: "2.0", result }));
    switch (method) {
      case "irn_subscribe":
        answer(this.#subscribe(params.topic as never, line));
        return;
      case "irn_batchSubscribe":
        answer((params.topics as unknown as string[]).map((topic) => this.#subscribe(topic, line)));
        return;
      case "irn_publish":
        this.#publish(params.topic as never, params.message as never, params.tag as never, line);
        break;
      case "wc_proposeSession":
        this.#subscribe(params.pairingTopic as never, line);
        this.#publish(params.pairingTopic as never, params.sessionProposal as never, 1100, line);
        break;
      case "wc_approveSession":
        this.#subscribe(params.sessionTopic as never, line);
        this.#publish(params.pairingTopic as never, params.sessionProposalResponse as never, 1101, line);
        this.#publish(params.sessionTopic as never, params.sessionSettlementRequest as never, 1102, line);
        break;
      case "irn_batchFetchMessages":
        answer({ messages: [], hasMore: false });
        return;
    }
    answer(true);
  }

  leave(line: Line): void {
    for (const lines of this.#lines.values()) lines.delete(line);
  }

  #subscribe(topic: string, line: Line): string {
    const lines = this.#lines.get(topic) ?? new Set();
    this.#lines.set(topic, lines.add(line));
    for (const it of this.#kept.get(topic) ?? []) this.#tell(topic, it, line);
    this.#kept.delete(topic);
    return `${topic}:${lines.size}`;
  }

  #publish(topic: string, message: string, tag: number, from: Line): void {
    const others = [...(this.#lines.get(topic) ?? [])].filter((line) => line !== from);
    if (others.length === 0) this.#kept.set(topic, [...(this.#kept.get(topic) ?? []), { message, tag }]);
    for (const line of others) this.#tell(topic, { message, tag }, line);
  }

  #tell(topic: string, { message, tag }: { message: string; tag: number }, line: Line): void {
    const data = { topic, message, tag, publishedAt: Date.now() };
    const told = { id: Date.now() * 1_000 + this.#id++, jsonrpc: "2.0", method: "irn_subscription" };
    setTimeout(() => line(JSON.stringify({ ...told, params: { id: topic, data } })));
  }
}

/** One for all tests: WalletConnect's code keeps the class of sockets that was there when it was read. */
const relay = new StandInRelay();

/** The relay as a class of sockets, for code that runs in this process. */
class Sockets {
  /** Open. */
  readyState = 1;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: object) => void;
  readonly #line: Line = (data) => this.onmessage?.({ data });
  constructor() {
    setTimeout(() => this.onopen?.());
  }
  send(text: string) {
    relay.hear(text, this.#line);
  }
  /** Outside of browsers, the ends ping each other; here nothing gets lost. */
  on() {}
  terminate() {
    this.close();
  }
  close() {
    relay.leave(this.#line);
    this.readyState = 3;
    this.onclose?.({});
  }
}

export type Phone = {
  /** Scans a code; what it then does is decided by {@link Phone.refuse}. */
  scan(uri: string): Promise<void>;
  readonly asked: string[];
  refuse: boolean;
  /** Ends all sessions. */
  leave(): Promise<void>;
};

/** A wallet on a phone, and the page's way to it. */
export async function installPhone(page: Page, account: LocalAccount, rpcUrl: string): Promise<Phone> {
  await page.routeWebSocket(new RegExp(`^${RELAY}`), (socket) => {
    const line: Line = (text) => socket.send(text);
    socket.onMessage((text) => relay.hear(`${text}`, line));
    socket.onClose(() => relay.leave(line));
  });
  const real = globalThis.WebSocket;
  Object.assign(globalThis, { WebSocket: Sockets });
  const { SignClient } = await import("@walletconnect/sign-client").finally(() =>
    Object.assign(globalThis, { WebSocket: real }),
  );
  const wallet = await SignClient.init({
    ...{
      projectId: "0".repeat(32),
      telemetryEnabled: false,
      logger: "silent",
      customStoragePrefix: `${Math.random()}`,
    },
    storageOptions: { database: ":memory:" },
    metadata: { name: "Pocket phone", description: "A stand-in", url: "https://phone.test", icons: [] },
  });
  const client = createWalletClient({ account, chain: hardhat, transport: http(rpcUrl) });
  const phone: Phone = {
    asked: [],
    refuse: false,
    scan: async (uri) => void (await wallet.pair({ uri })),
    leave: async () => {
      for (const { topic } of wallet.session.getAll())
        await wallet.disconnect({ topic, reason: { code: 6000, message: "User disconnected." } });
    },
  };
  wallet.on("session_proposal", async ({ id, params }) => {
    phone.asked.push("session");
    if (phone.refuse) return wallet.reject({ id, reason: { code: 5000, message: "User rejected." } });
    const { chains = [], methods, events } = params.optionalNamespaces.eip155 ?? { methods: [], events: [] };
    const accounts = chains.map((chain) => `${chain}:${account.address}`);
    await wallet.approve({ id, namespaces: { eip155: { chains, methods, events, accounts } } });
  });
  wallet.on("session_request", async ({ id, topic, params: { request } }) => {
    phone.asked.push(request.method);
    const refused = { id, jsonrpc: "2.0" as const, error: { code: 5000, message: "User rejected." } };
    if (phone.refuse) return wallet.respond({ topic, response: refused });
    const [{ to, data, value }] = request.params as [{ to: Address; data?: Hex; value?: Hex }];
    const result = await client.sendTransaction({ to, data, value: BigInt(value ?? 0) });
    await wallet.respond({ topic, response: { id, jsonrpc: "2.0", result } });
  });
  return phone;
}
