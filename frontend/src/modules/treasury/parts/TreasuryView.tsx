"use client";

import { useAssets, useChainNow, useLedger } from "../../../data/ledger.tsx";
import { flowsOf } from "../../../data/money.ts";
import { useReserves } from "../../../data/reserves.ts";
import { useWaiting } from "../../../data/tills.ts";
import { MoneyRiver } from "../../../drawings/MoneyRiver.tsx";
import { amountText, listed } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
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
              <small>{rich("{symbol} in reserve", { symbol: main.asset.symbol })}</small>
            </span>
          ) : (
            t("What we keep")
          )}
        </h1>
        <p className="lead mt-5">
          {rich(
            "{beside}Only a vote can spend the {term}, and never more in 30 days than its ceiling. What belongs to contributors and members isn’t part of it: that lies apart, and waits for them.",
            {
              beside:
                beside.length > 0 &&
                t("And {beside} beside it. ", {
                  beside: listed(beside.map(({ held, asset }) => amountText(held, asset))),
                }),
              term: <Term word="reserve" />,
            },
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      {!ledger || !assets || !reserves || now === undefined ? (
        <div className="spread">
          <section className="block">
            <h2>{t("How a payment is split")}</h2>
            <Dashes widths={[88, 64, 52]} />
          </section>
        </div>
      ) : (
        <div className="spread">
          <Section id="split" title={t("How a payment is split")}>
            <SplitBar ledger={ledger} />
          </Section>
          <Note>
            {rich(
              "The split is a rule of the commons. Only a constitutional vote can change it, and it always leaves at least {contributors} to the people who built a model and {members} to the members.",
              { contributors: <b>40%</b>, members: <b>10%</b> },
            )}
          </Note>
          <Section id="inflow" title={t("What came in")}>
            {[...assets.values()].reverse().map((asset) => {
              const flows = flowsOf(ledger, asset.address);
              return flows.length > 0 ? (
                <div key={asset.address}>
                  <h3 className="mt-7">{rich("In {symbol}", { symbol: asset.symbol })}</h3>
                  <MoneyRiver flows={flows} asset={asset} />
                </div>
              ) : null;
            })}
            {[...assets.values()].every(({ address }) => flowsOf(ledger, address).length === 0) && (
              <p className="dim measure mt-4">
                {t(
                  "Nothing yet. As soon as somebody pays for the use of a model and it is settled, the river begins here.",
                )}
              </p>
            )}
          </Section>
          <Note>
            {t(
              "Every payment ends in one of these three places. What goes to people waits for them until they collect it.",
            )}
          </Note>
          <Section id="settle" title={t("Waiting to be settled")}>
            {!waiting ? (
              <Dashes widths={[52, 44]} />
            ) : waiting.length === 0 ? (
              <p className="dim measure mt-4">
                {t(
                  "Nothing. All that was paid has been split. What is paid next stands here, and anyone can settle it.",
                )}
              </p>
            ) : (
              <ul className="ruled actions">
                {waiting.map(({ model, asset, amount: due }) => (
                  <li key={`${model.id}-${asset.address}`}>
                    <div>
                      <h3>{model.name}</h3>
                      <p className="small dim">{t("{due} lies in its till.", { due: amountText(due, asset) })}</p>
                    </div>
                    <SettleButton model={model} asset={asset} amount={due} />
                  </li>
                ))}
              </ul>
            )}
          </Section>
          <Note>
            {t("Until somebody settles it, a payment belongs to nobody yet: whoever is in the model then, shares it.")}
          </Note>
          <Section id="reserve" title={t("The reserve")}>
            <ReserveTable reserves={reserves} />
            <ReserveMoves ledger={ledger} assets={assets} />
          </Section>
          <Note>
            {t(
              "The ceiling holds for ordinary votes and constitutional ones alike. Raising it takes a vote of its own, and a wait.",
            )}
          </Note>
          <Section id="queued" title={t("Decided, not yet sent")}>
            <Queued ledger={ledger} assets={assets} now={now} />
          </Section>
          <Note>{t("Between the result and the act lies a wait, so that everyone can see what is coming.")}</Note>
          <Section id="give" title={t("Give to the reserve")}>
            <Give ledger={ledger} assets={assets} />
          </Section>
          <Note>
            {t(
              "A gift earns nobody anything: no voice, no share. To pay for a model’s use, pay its till instead; that is split.",
            )}
          </Note>
        </div>
      )}
    </>
  );
}
