import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import type { TestToken } from "../../types/index.ts";
import { type Commons, ethers, founder, freshCommons, NATIVE, outsider, type Signer } from "../support/commons.ts";
import { balanceOf, earn, listedToken } from "../support/money.ts";
import { claimableOf, claimLeaf, finalWork, positionOf, publish, type Work } from "../support/work.ts";
import { changing, receives } from "../support/worst/table.ts";

describe("Collector", () => {
  let commons: Commons;
  let collector: Commons["collector"];
  let token: TestToken;
  let ana: Signer;
  let work: Work;

  /** Release 1 is Ana's twice: under her wallet, and under her seat. She is a member as well. */
  beforeEach(async () => {
    commons = await freshCommons();
    ana = founder(commons, 1);
    collector = commons.collector.connect(outsider(commons, 0));
    token = await listedToken(commons);
    work = await finalWork(commons, [{ author: ana }, { author: seatAuthor(1n) }]);
    await claimLeaf(commons, work, 0);
    await claimLeaf(commons, work, 1);
    await publish(commons);
    await earn(commons, 1_000_000n);
    await earn(commons, 700_001n, token);
  });

  const works = () => [
    { account: ana.address, positions: [positionOf(work, 0)], assets: [NATIVE, token] },
    { account: seatAuthor(1n), positions: [positionOf(work, 1)], assets: [NATIVE, token] },
  ];
  const everything = (): [ReturnType<typeof works>, { id: bigint; assets: (string | TestToken)[] }[]] => [
    works(),
    [{ id: 1n, assets: [NATIVE, token] }],
  ];

  it("pays in one transaction what work and seat earned, to their owner, whoever calls", async () => {
    const due = async (asset: string | TestToken) =>
      (await claimableOf(commons, work, 0, asset)) +
      (await claimableOf(commons, work, 1, asset)) +
      (await commons.dividend.claimable(1n, asset));
    const [native, tokens] = [await due(NATIVE), await due(token)];
    expect(native > 0n && tokens > 0n).to.equal(true);
    const before = [await balanceOf(NATIVE, ana), await balanceOf(token, ana)] as const;
    expect(await collector.collect.staticCall(...everything())).to.equal(6n);
    await collector.collect(...everything());
    expect([await balanceOf(NATIVE, ana), await balanceOf(token, ana)]).to.deep.equal([
      before[0] + native,
      before[1] + tokens,
    ]);
    expect([await due(NATIVE), await due(token)]).to.deep.equal([0n, 0n]);
  });

  it("counts only what is paid, and pays nothing twice", async () => {
    await collector.collect(...everything());
    expect(await collector.collect.staticCall(...everything())).to.equal(0n);
    expect(await collector.collect.staticCall([], [])).to.equal(0n);
    const before = await balanceOf(NATIVE, ana);
    await collector.collect(...everything());
    expect(await balanceOf(NATIVE, ana)).to.equal(before);
  });

  it("does all or nothing, and hands on the error of the claim that failed", async () => {
    const before = await balanceOf(NATIVE, ana);
    const another = { account: founder(commons, 2).address, positions: [positionOf(work, 0)], assets: [NATIVE] };
    await expect(collector.collect([...works(), another], []))
      .to.be.revertedWithCustomError(commons.rewards, "PositionOfAnother")
      .withArgs(positionOf(work, 0), ana.address, another.account);
    const missing = collector.collect(works(), [{ id: 4_000n, assets: [NATIVE] }]);
    await expect(missing).to.be.revert(ethers);
    expect(await balanceOf(NATIVE, ana)).to.equal(before);
  });

  it("can do nothing else, and holds nothing", async () => {
    expect(changing(collector).map(({ name }) => name)).to.deep.equal(["collect"]);
    expect(receives(collector)).to.equal(false);
    await collector.collect(...everything());
    expect([await balanceOf(NATIVE, collector), await balanceOf(token, collector)]).to.deep.equal([0n, 0n]);
  });
});
