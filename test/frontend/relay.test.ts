// What the relay takes, for whom, and how much of it.
import { contractAbis } from "@commonmind/sdk";
import { expect } from "chai";
import type { AbiFunction } from "viem";
import { Allowance } from "../../frontend/src/relay/Allowance.ts";
import { allowed, RelayError, readRequest } from "../../frontend/src/relay/allowed.ts";
import { GET, POST } from "../../frontend/src/relay/http.ts";
import { payerOf } from "../../frontend/src/relay/payer.ts";
import { Turns } from "../../frontend/src/relay/Turns.ts";

const account = "0x00000000000000000000000000000000000000ff";
const commit = {
  contract: "reviewPanel",
  functionName: "commitBySig",
  args: [account, "12", `0x${"11".repeat(32)}`, "0", "1800000000", "0x1234"],
};

describe("What the relay carries", () => {
  it("are functions that exist, and that no money goes with", () => {
    for (const { contract, functionName } of allowed) {
      const item = contractAbis[contract].find(
        (it): it is AbiFunction => it.type === "function" && it.name === functionName,
      );
      expect(item?.stateMutability, `${contract}.${functionName}`).to.equal("nonpayable");
      expect(/BySig$|^castSignedBallots$|^claim$|^collect$/.test(functionName), functionName).to.equal(true);
    }
  });

  it("is read with every argument of its type, for whom it is", () => {
    const { item, args, behalf } = readRequest(commit);
    expect(item.name).to.equal("commitBySig");
    expect(args).to.deep.equal([account, 12n, `0x${"11".repeat(32)}`, 0n, 1_800_000_000n, "0x1234"]);
    expect(behalf).to.deep.equal([{ account }]);
    const claim = { contract: "universalDividend", functionName: "claim", args: ["7", [account]] };
    expect(readRequest(claim).behalf).to.deep.equal([{ seat: 7n }]);
    const work = { account, positions: ["1"], assets: [account] };
    const together = {
      contract: "collector",
      functionName: "collect",
      args: [[work], [{ id: "7", assets: [account] }]],
    };
    expect(readRequest(together).behalf).to.deep.equal([{ account }, { seat: 7n }]);
    const many = Array.from({ length: 4 }, (_, i) => ({ ...work, account: `0x${`${i + 1}`.padStart(40, "0")}` }));
    expect(() => readRequest({ ...together, args: [many, []] })).to.throw(RelayError, "one person at a time");
    expect(readRequest({ ...together, args: [Array(50).fill(work), []] }).behalf).to.deep.equal([{ account }]);
  });

  it("is nothing else, however it is asked", () => {
    const bad: unknown[] = [
      ...[null, "text", [], {}, { ...commit, functionName: "setRules" }, { ...commit, contract: "treasury" }],
      ...[
        { ...commit, contract: "__proto__" },
        { ...commit, functionName: "commit" },
      ],
      ...[
        { ...commit, args: commit.args.slice(1) },
        { ...commit, args: {} },
      ],
      { ...commit, args: ["0x12", ...commit.args.slice(1)] },
      { ...commit, args: [account, "-1", ...commit.args.slice(2)] },
      { ...commit, args: [account, 12, ...commit.args.slice(2)] },
      { ...commit, args: [account, "1".repeat(90), ...commit.args.slice(2)] },
      { ...commit, args: [...commit.args.slice(0, 5), `0x${"11".repeat(9_000)}`] },
      { contract: "contributorRewards", functionName: "claim", args: [account, Array(1_000).fill("1"), [account]] },
    ];
    for (const body of bad) expect(() => readRequest(body), JSON.stringify(body)?.slice(0, 80)).to.throw(RelayError);
  });
});

describe("Turns", () => {
  it("are taken by so many at once, in the order in which they came, also after one that failed", async () => {
    const turns = new Turns({ atOnce: 1, waiting: 2 });
    const done: number[] = [];
    const work = async (number: number) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      done.push(number);
      if (number === 1) throw new Error("It failed.");
    };
    expect(turns.full).to.equal(false);
    const asked = [1, 2, 3].map((number) => turns.take(() => work(number)));
    expect(turns.full, "one at work, two in line").to.equal(true);
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "fulfilled", "fulfilled"]);
    expect(done).to.deep.equal([1, 2, 3]);
    expect(turns.full).to.equal(false);
  });
});

describe("The relay's allowance", () => {
  it("lets each have so much at once, and more as time goes by", () => {
    let now = 0;
    const allowance = new Allowance({ burst: 2, perHour: 60 }, () => now);
    expect([1, 2, 3].map(() => allowance.take("seat:1"))).to.deep.equal([true, true, false]);
    expect(allowance.take("seat:2"), "another's is its own").to.equal(true);
    now += 59_000;
    expect(allowance.take("seat:1")).to.equal(false);
    now += 2_000;
    expect([1, 2].map(() => allowance.take("seat:1"))).to.deep.equal([true, false]);
    now += 86_400_000;
    expect([1, 2, 3].map(() => allowance.take("seat:1"))).to.deep.equal([true, true, false]);
  });
});

describe("Who pays for what the relay carries", () => {
  const key = "11".repeat(32);

  it("is the key that was set, with 0x or without, else on the local chain an account that everybody knows", () => {
    for (const text of [key, `0x${key}`, ` ${key}\n`])
      expect(payerOf({ COMMONMIND_RELAY_KEY: text }, true)).to.deep.equal({ key: `0x${key}` });
    expect(payerOf({}, true)).to.deep.equal({ known: true });
    expect(payerOf({}, false)).to.deep.equal({ nobody: true });
  });

  it("is nobody once it is switched off, whatever the key", () => {
    for (const text of [key, "no key", ""])
      expect(payerOf({ COMMONMIND_RELAY: "false", COMMONMIND_RELAY_KEY: text }, true)).to.deep.equal({ nobody: true });
  });

  it("is said to be nobody for a key that is none, on any chain, and the key isn't told", () => {
    for (const text of [key.slice(1), `${key}1`, "0x", "00".repeat(32), "a word that is secret"]) {
      for (const local of [true, false]) {
        const payer = payerOf({ COMMONMIND_RELAY_KEY: text }, local);
        const said = "off" in payer ? payer.off : "";
        expect(said, text).to.match(/^COMMONMIND_RELAY_KEY is no private key: that is 64 hex digits/);
        expect(said.includes(text.slice(2)) && text.length > 2, text).to.equal(false);
      }
    }
  });
});

describe("A relay that was set up wrong", () => {
  const before = process.env.COMMONMIND_RELAY_KEY;
  after(() => {
    if (before === undefined) delete process.env.COMMONMIND_RELAY_KEY;
    else process.env.COMMONMIND_RELAY_KEY = before;
  });

  it("says so to whoever asks for it, and to whoever would have something carried", async () => {
    process.env.COMMONMIND_RELAY_KEY = "0x1234";
    const why = "COMMONMIND_RELAY_KEY is no private key: that is 64 hex digits, with 0x before them or without.";
    expect(await (await GET()).json()).to.deep.equal({ enabled: false, off: why });
    const headers = { origin: "http://127.0.0.1:3000", host: "127.0.0.1:3000" };
    const asked = await POST(new Request("http://127.0.0.1:3000/relay", { method: "POST", headers, body: "{}" }));
    expect([asked.status, await asked.json()]).to.deep.equal([503, { error: `The relay is off: ${why}` }]);
  });
});
