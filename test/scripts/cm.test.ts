// `npm run cm`: a whole life by the terminal alone, from a seat to the money that work earned.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { itemsRoot, readContentUri, tillAddress } from "@commonmind/sdk";
import { expect } from "chai";
import { type Hex, keccak256, parseEther, toBytes, toHex } from "viem";
import { account, openStage, type Stage } from "./cmStage.ts";

const [ana, bo] = [account(10), account(11)];
const founder = (seat: number) => account(seat);
const [weights, data] = [toHex("weights", { size: 32 }), toHex("data", { size: 32 })];
const hashes = (of: string, count: number): Hex[] =>
  Array.from({ length: count }, (_, i) => keccak256(toBytes(`${of}${i}`)));
const leaves = [
  "author,items,unitsPerItem,itemsRoot",
  `${ana},3,6000,${itemsRoot(hashes("ana", 3))}`,
  `${bo},1,6000,${itemsRoot(hashes("bo", 1))}`,
].join("\n");

describe("A life in npm run cm", () => {
  let stage: Stage;
  let id: string;
  let manifest: string;
  const scores = new Map<bigint, number>();

  before(async () => {
    stage = await openStage();
    manifest = join(stage.folder, "manifest");
  });
  after(() => stage.close());

  it("opens a seat with an issuer's credential", async () => {
    const path = await stage.credential("Ana", ana);
    const tried = await stage.done("member", "enrol", path, "--from", ana, "--dry-run");
    expect(tried).to.include({ act: "enrol", dryRun: true, from: ana });
    expect(Number(tried.transactions[0].gas)).to.be.greaterThan(50_000);
    expect(await stage.done("member", "enrol", path, "--from", ana)).to.include({ seat: "8", account: ana });
  });

  it("hands work in, and keeps its manifest", async () => {
    const path = stage.file("leaves.csv", leaves);
    const cid = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    const made = await stage.done(
      ...["contribution", "submit", path, "--model", "1", "--kind", "Knowledge", "--title", "Forty proverbs"],
      ...["--licence", "CC0-1.0", "--content", cid, "--manifest", manifest, "--from", ana],
    );
    id = made.id;
    expect(made).to.include({ model: "1", kind: "Knowledge", items: "4", units: "24000", leaves: "2", depth: "1" });
    expect(readContentUri(made.uri)).to.deep.equal({ cid, name: "Forty proverbs", licence: "CC0-1.0" });
    expect(existsSync(join(manifest, "manifest.json"))).to.equal(true);
    const status = await stage.done("contribution", "status", id);
    expect(status).to.include({ id, state: "Submitted", score: null, submitter: ana, seat: "8", release: null });
    expect(status.next).to.match(/^Its reviewers are drawn from 20\d\d-/);
  });

  it("seals and opens the scores of whom the lot fell on, with nothing kept between the two", async () => {
    await stage.pass(60);
    await stage.keeper.pass();
    const drawn = await stage.done("contribution", "status", id);
    expect([drawn.state, drawn.review.stage, drawn.review.panel.length]).to.deep.equal(["InReview", "Sitting", 3]);
    const seats: bigint[] = drawn.review.panel.map(({ seat }: { seat: string }) => BigInt(seat));
    for (const [i, seat] of seats.entries()) {
      const reviewer = founder(Number(seat));
      const { duties } = await stage.done("review", "list", "--account", reviewer);
      expect(duties).to.have.length(1);
      expect(duties[0]).to.include({ contribution: id, due: "commit", committed: false, kind: "Knowledge" });
      scores.set(seat, 70 + i);
      const sealed = await stage.cm("review", "commit", id, "--score", `${70 + i}`, "--from", reviewer, "--json");
      expect(sealed.code, sealed.stderr).to.equal(0);
      // Neither the score nor what opens it is printed.
      expect(sealed.stdout + sealed.stderr).not.to.match(/score|salt|secret/);
    }
    const others = Array.from({ length: 7 }, (_, i) => BigInt(i + 1)).filter((it) => !seats.includes(it));
    const stranger = await stage.cm("review", "commit", id, "--score", "1", "--from", founder(Number(others[0])));
    expect([stranger.code, stranger.stdout]).to.deep.equal([1, ""]);
    expect(stranger.stderr).to.match(
      /^commit was refused: NotOnPanel\(2, \d\)\. Seat \d wasn't drawn to review this work\./,
    );

    const [first = 0n] = seats;
    const early = await stage.cm("review", "reveal", id, "--from", founder(Number(first)), "--json");
    expect(early.code).to.equal(1);
    expect(JSON.parse(early.stdout).error).to.deep.include({ code: "Refused" });
    expect(JSON.parse(early.stdout).error.refusal).to.deep.include({ function: "reveal", error: "RevealTooEarly" });
    await stage.pass(1_200);
    for (const seat of seats) {
      const opened = await stage.done("review", "reveal", id, "--from", founder(Number(seat)));
      expect(opened).to.include({ contribution: id, seat: `${seat}`, score: `${scores.get(seat)}` });
    }
    const again = await stage.cm("review", "reveal", id, "--from", founder(Number(first)));
    expect([again.code, again.stderr.includes("has opened its score")]).to.deep.equal([2, true]);
    await stage.pass(600);
    await stage.keeper.pass();
    const judged = await stage.done("contribution", "status", id);
    expect(judged).to.include({ state: "Accepted", score: "71" });
  });

  it("enters final work for its authors, each part once", async () => {
    await stage.pass(432_000);
    await stage.keeper.pass();
    const final = await stage.done("contribution", "status", id);
    expect(final).to.include({ state: "Final", acceptedUnits: `${24_000 * 71}`, release: null });
    const waits = "It joins its model with the next release.";
    const command = `npm run cm -- contribution claim ${id} --manifest DIR --all --network localhost.`;
    expect(final.entered).to.deep.equal({ parts: "0", units: "0" });
    expect(final.next).to.equal(
      `${waits} None of its parts is entered yet: anyone can enter them for their authors, with ${command}`,
    );
    const own = await stage.done("contribution", "claim", id, "--manifest", manifest, "--from", ana);
    expect(own.claimed).to.deep.equal(["0"]);
    const partly = await stage.done("contribution", "status", id);
    expect(partly.entered).to.deep.equal({ parts: "1", units: `${18_000 * 71}` });
    expect(partly.next).to.equal(
      `${waits} Of it 1 part is entered, with ${18_000 * 71} of ${24_000 * 71} units: anyone can enter the rest for their authors, with ${command}`,
    );
    const rest = await stage.done("contribution", "claim", id, "--manifest", manifest, "--all", "--from", ana);
    expect(rest.claimed).to.deep.equal(["1"]);
    const none = await stage.done("contribution", "claim", id, "--manifest", manifest, "--all", "--from", ana);
    expect([none.claimed, none.transactions]).to.deep.equal([[], []]);
    const whole = await stage.done("contribution", "status", id);
    expect(whole.entered).to.deep.equal({ parts: "2", units: `${24_000 * 71}` });
    expect(whole.next).to.equal(`${waits} All of its 2 parts are entered: there is nothing to do until then.`);
  });

  it("publishes the release that the work joins, by a vote", async () => {
    const said = ["--weights", weights, "--data", data, "--licence", "Apache-2.0"];
    const open = await stage.cm("model", "release", "1", ...said, "--close");
    expect([open.code, open.stderr.includes("--close goes with --submit")]).to.deep.equal([2, true]);
    const released = await stage.done("model", "release", "1", ...said, "--close", "--submit", "--from", founder(1));
    expect(released).to.include({ submitted: true, class: "ordinary", title: "Publish release 1 of Assistant" });
    expect(released.transactions.map(({ function: name }: { function: string }) => name)).to.deep.equal([
      "closeBatch",
      "propose",
    ]);
    await stage.pass(3_602);
    for (const seat of [1, 2, 3, 4]) {
      const vote = await stage.done("proposal", "vote", released.id, "--support", "for", "--from", founder(seat));
      expect(vote).to.include({ id: released.id, state: "open" });
    }
    await stage.pass(259_200);
    expect((await stage.done("proposal", "queue", released.id)).state).to.equal("queued");
    const early = await stage.cm("proposal", "execute", released.id);
    expect([early.code, early.stdout]).to.deep.equal([1, ""]);
    await stage.pass(86_401);
    expect((await stage.done("proposal", "execute", released.id)).state).to.equal("carried out");
    const joined = await stage.done("contribution", "status", id);
    expect(joined.release).to.equal("1");
    expect(joined.next).to.equal(
      "It earns since release 1. All of its 2 parts are entered: their authors collect what it earned, with npm run cm -- reward claim --network localhost.",
    );
  });

  it("pays for the model, settles it, and collects in one transaction what work and seat earned", async () => {
    const empty = await stage.done("model", "settle", "1");
    expect([empty.waiting, empty.transactions]).to.deep.equal([[], []]);
    await stage.done("model", "pay", "1", "2 ETH", "--memo", "for March", "--from", bo);
    const till = tillAddress({ registry: stage.deployment.contracts.modelRegistry, modelId: 1n });
    expect(await stage.client.getBalance({ address: till })).to.equal(parseEther("2"));
    const { settled } = await stage.done("model", "settle", "1", "--from", bo);
    const [contributors, dividend] = [parseEther("1.2"), parseEther("0.5")];
    expect(settled).to.have.length(1);
    expect(settled[0]).to.include({
      symbol: "ETH",
      received: `${parseEther("2")}`,
      upstream: "0",
      contributors: `${contributors}`,
      dividend: `${dividend}`,
      reserve: `${parseEther("0.3")}`,
    });

    const [native] = (await stage.done("reward", "show", ana)).assets;
    const [work, seat] = [(contributors * 3n) / 4n, dividend / 8n];
    expect(BigInt(native.work) - work >= -1n && BigInt(native.work) <= work).to.equal(true);
    expect(native).to.include({ dividend: `${seat}`, amount: `${BigInt(native.work) + seat}` });
    const before = await stage.client.getBalance({ address: ana });
    // By somebody else: it is paid to whom it belongs.
    const claimed = await stage.done("reward", "claim", "--for", ana, "--from", bo);
    expect(claimed.transactions).to.have.length(1);
    expect(claimed.transactions[0].function).to.equal("collect");
    expect(claimed.collected.map(({ amount }: { amount: string }) => amount)).to.deep.equal([native.amount]);
    expect(await stage.client.getBalance({ address: ana })).to.equal(before + BigInt(native.amount));
    const words = await stage.cm("reward", "claim", "--for", ana, "--from", bo);
    expect([words.code, words.stdout]).to.deep.equal([0, `Nothing waits for ${ana}.\n`]);
  });

  it("takes work back, which its author alone may", async () => {
    const part = ["contribution", "withdraw", id, "--manifest", manifest, "--index", "0"];
    const stranger = await stage.cm(...part, "--from", bo);
    expect(stranger.code).to.equal(1);
    expect(stranger.stderr).to.match(/^withdraw was refused: NotAuthor\(.*\)\. Only its author, /);
    expect((await stage.done(...part, "--from", ana)).withdrawn).to.deep.equal(["0"]);
  });
});
