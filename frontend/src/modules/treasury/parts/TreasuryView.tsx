"use client";
import { useAssets, useChainNow, useLedger } from "../../../data/ledger.tsx";
import { flowsOf } from "../../../data/money.ts";
import { useReserves } from "../../../data/reserves.ts";
import { useWaiting } from "../../../data/tills.ts";
import { MoneyRiver } from "../../../drawings/MoneyRiver.tsx";
import { amountText } from "../../../format/format.ts";
import { Exact } from "../../../ui/Exact.tsx";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { Give } from "./Give.tsx";
import { Queued } from "./Queued.tsx";
import { ReserveMoves } from "./ReserveMoves.tsx";
import { ReserveTable } from "./ReserveTable.tsx";
import { SettleButton } from "./SettleButton.tsx";
import { SplitBar } from "./SplitBar.tsx";

export function TreasuryView() {
  const { ledger, trouble } = useLedger();
  const assets = useAssets();
  const now = useChainNow();
  const reserves = useReserves(assets);
  const waiting = useWaiting(ledger?.models ?? [], assets);
  const main = reserves?.findLast(({ held }) => held > 0n) ?? reserves?.[0];
  const beside = reserves?.filter((it) => it !== main && it.held > 0n) ?? [];
  return (
    <>
      <div className="block">
        <h1>
          {main ? (
            <span className="big">
              <Exact value={main.held} asset={main.asset} />
              <small>{main.asset.symbol} in reserve</small>
            </span>
          ) : (
            "What we keep"
          )}
        </h1>
        <p className="lead mt-5">
          {beside.length > 0 &&
            `And ${beside.map(({ held, asset }) => amountText(held, asset)).join(" and ")} beside it. `}
          Only a vote can spend the <Term word="reserve" />, and never more in 30 days than its ceiling. What belongs to
          contributors and members isn’t part of it: that lies apart, and waits for them.
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      {!ledger || !assets || !reserves || now === undefined ? (
        <div className="spread">
          <section className="block">
            <h2>How a payment is split</h2>
            <Dashes widths={[88, 64, 52]} />
          </section>
        </div>
      ) : (
        <div className="spread">
          <Section id="split" title="How a payment is split">
            <SplitBar ledger={ledger} />
          </Section>
          <Note>
            The split is a rule of the commons. Only a constitutional vote can change it, and it always leaves at least{" "}
            <b>40%</b> to the people who built a model and <b>10%</b> to the members.
          </Note>
          <Section id="inflow" title="What came in">
            {[...assets.values()].reverse().map((asset) => {
              const flows = flowsOf(ledger, asset.address);
              return flows.length > 0 ? (
                <div key={asset.address}>
                  <h3 className="mt-7">In {asset.symbol}</h3>
                  <MoneyRiver flows={flows} asset={asset} />
                </div>
              ) : null;
            })}
            {[...assets.values()].every(({ address }) => flowsOf(ledger, address).length === 0) && (
              <p className="dim measure mt-4">
                Nothing yet. As soon as somebody pays for the use of a model and it is settled, the river begins here.
              </p>
            )}
          </Section>
          <Note>
            Every payment ends in one of these three places. What goes to people waits for them until they collect it.
          </Note>
          <Section id="settle" title="Waiting to be settled">
            {!waiting ? (
              <Dashes widths={[52, 44]} />
            ) : waiting.length === 0 ? (
              <p className="dim measure mt-4">
                Nothing. All that was paid has been split. What is paid next stands here, and anyone can settle it.
              </p>
            ) : (
              <ul className="ruled actions">
                {waiting.map(({ model, asset, amount: due }) => (
                  <li key={`${model.id}-${asset.address}`}>
                    <div>
                      <h3>{model.name}</h3>
                      <p className="small dim">{amountText(due, asset)} lies in its till.</p>
                    </div>
                    <SettleButton model={model} asset={asset} amount={due} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Note>
            Until somebody settles it, a payment belongs to nobody yet: whoever is in the model then, shares it.
          </Note>
          <Section id="reserve" title="The reserve">
            <ReserveTable reserves={reserves} />
            <ReserveMoves ledger={ledger} assets={assets} />
          </Section>
          <Note>
            The ceiling holds for ordinary votes and constitutional ones alike. Raising it takes a vote of its own, and
            a wait.
          </Note>
          <Section id="queued" title="Decided, not yet sent">
            <Queued ledger={ledger} assets={assets} now={now} />
          </Section>
          <Note>Between the result and the act lies a wait, so that everyone can see what is coming.</Note>
          <Section id="give" title="Give to the reserve">
            <Give ledger={ledger} assets={assets} />
          </Section>
          <Note>
            A gift earns nobody anything: no voice, no share. To pay for a model’s use, pay its till instead; that is
            split.
          </Note>
        </div>
      )}
    </>
  );
}
