"use client";

import Link from "next/link";
import { useAssets, useChainNow, useLedger } from "../../../data/ledger.tsx";
import { flowsOf, mainAsset } from "../../../data/money.ts";
import { factsOf, isOpen } from "../../../data/questions.ts";
import type { Asset, Happening, Ledger } from "../../../data/types.ts";
import { Lineage, passedOn } from "../../../drawings/Lineage.tsx";
import { MoneyRiver } from "../../../drawings/MoneyRiver.tsx";
import { amount, amountText, capital, count, listed, longDay, monthOf, number, stamp } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { authorSpot, edgeSpot } from "../../../ring/drawRing.ts";
import { GrowthRing } from "../../../ring/GrowthRing.tsx";
import { ringLabel } from "../../../ring/ringLabel.ts";
import type { RingModel } from "../../../ring/types.ts";
import { useRings } from "../../../ring/useRings.ts";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { OwnedModels } from "../../models/parts/OwnedModels.tsx";
import { Needs } from "./Needs.tsx";

export function HomeView() {
  const { ledger, trouble } = useLedger();
  const now = useChainNow();
  const assets = useAssets();
  const { address } = useWallet();
  const rings = useRings();
  return (
    <>
      <Trouble words={trouble} block={ledger?.block} />
      <Hero
        ledger={ledger}
        now={now}
        assets={assets}
        ring={rings.get(ledger?.models[0]?.id ?? 0)}
        you={address?.toLowerCase()}
      />
      <div className="spread">
        <Needs />
        {ledger && assets ? (
          <Money ledger={ledger} assets={assets} />
        ) : (
          <Waiting title={t("What the models earned, and where it went")} />
        )}
        <Section id="own" title={t("What we own")}>
          {ledger && assets ? (
            <>
              <OwnedModels ledger={ledger} assets={assets} rings={rings} />
              <h3 className="mt-10">{t("Built on, and built from it")}</h3>
              <Lineage ledger={ledger} asset={mainAsset(ledger, assets)} rings={rings} />
            </>
          ) : (
            <Dashes widths={[70, 46, 62]} />
          )}
        </Section>
        <Note>
          {rich(
            "No two rings are alike: a ring is computed from the model’s releases, people and votes, and nobody can choose how theirs looks. What a model passes on to those it was built on was fixed when it was registered, and is never more than {most}.",
            { most: <b>40%</b> },
          )}
        </Note>
        <Section id="lately" title={t("Lately")}>
          {ledger && assets ? <Lately ledger={ledger} assets={assets} /> : <Dashes widths={[80, 66, 72, 58]} />}
        </Section>
      </div>
    </>
  );
}

function Waiting({ title }: { title: string }) {
  return (
    <section className="block">
      <h2>{title}</h2>
      <Dashes />
    </section>
  );
}

type HeroProps = {
  ledger: Ledger | undefined;
  now: number | undefined;
  assets: ReadonlyMap<string, Asset> | undefined;
  ring: RingModel | undefined;
  you: string | undefined;
};

function Hero({ ledger, now, assets, ring, you }: HeroProps) {
  const model = ledger?.models[0];
  const open = ledger && now ? ledger.proposals.filter((proposal) => isOpen(proposal, now)) : [];
  const main = assets ? ([...assets.values()][1] ?? [...assets.values()][0]) : undefined;
  const earned = main
    ? ledger?.models.reduce((sum, { earned }) => sum + (earned.get(main.address.toLowerCase())?.received ?? 0n), 0n)
    : undefined;
  const facts = ledger?.models.map((it) => factsOf(ledger, it)) ?? [];
  const pieces = facts.reduce((sum, it) => sum + it.pieces, 0n);
  const since = ledger?.models.flatMap(({ firstPaidAt }) => firstPaidAt ?? []).sort((a, b) => a - b)[0];
  const first = open[0];
  return (
    <section className="hero">
      <div className="txt">
        <h1>{t("We made these models. We own them.")}</h1>
        <p className="lead">
          {ledger
            ? rich(
                "{people} people wrote, checked and trained what {models} AI {manyModels, plural, one {model is} other {models are}} made of. When somebody pays to use one, the money comes back here, and you can follow every cent.",
                {
                  people: <span className="num">{number(ledger.authors)}</span>,
                  models: count(ledger.models.length),
                  manyModels: ledger.models.length,
                },
              )
            : t(
                "People wrote, checked and trained what these AI models are made of. When somebody pays to use one, the money comes back here, and you can follow every cent.",
              )}
        </p>
        <div className="sums">
          <div>
            <b>{earned !== undefined && main ? amount(earned, main, main.decimals > 8 ? 2 : 0) : "–"}</b>
            <span className="cap">
              {t("{symbol} earned", { symbol: main?.symbol ?? t("money") })}
              <br />
              {since ? t("since {since}", { since: monthOf(since) }) : t("so far")}
            </span>
          </div>
          <div>
            <b>{ledger ? number(pieces) : "–"}</b>
            <span className="cap">
              {t("shares in")}
              <br />
              {t("accepted work")}
            </span>
          </div>
          <div>
            <b>{ledger ? number(ledger.members) : "–"}</b>
            <span className="cap">
              {t("members,")}
              <br />
              {t("one")} <Term word="seat" /> {t("each")}
            </span>
          </div>
        </div>
        {first && (
          <Link className="act vote" href={open.length === 1 ? `/proposals/${first.id}` : "/proposals"}>
            {open.length === 1 ? t("See the open vote") : t("See the {open} open votes", { open: count(open.length) })}
          </Link>
        )}
      </div>
      <figure>
        <div className="plate">
          {ring && model ? (
            <>
              <GrowthRing
                model={ring}
                pixels={610}
                you={you}
                grows
                label={ringLabel(model.name, ring, factsOf(ledger, model).pieces)}
              />
              <Callouts ring={ring} you={you} />
            </>
          ) : (
            <svg
              className="growth"
              viewBox="0 0 1000 1000"
              width={610}
              height={610}
              role="img"
              aria-label={t("The ring is being drawn")}
            >
              <path
                className="growth-line"
                d="M500 70C738 70 930 262 930 500S738 930 500 930 70 738 70 500 262 70 500 70Z"
                strokeWidth="1.5"
                strokeDasharray="5 7"
              />
            </svg>
          )}
        </div>
        <figcaption>
          {rich(
            "<i>Fig. 1</i> {model} A band is a release, a line is one manifest of work, and every dash on it is one person. Notches are votes.",
            {
              i: (it) => <i>{it}</i>,
              model: model ? t("{name}, drawn from the chain.", { name: model.name }) : t("Drawn from the chain."),
            },
          )}
        </figcaption>
      </figure>
    </section>
  );
}

/** Leaders from the drawing to a word about it; the caption says the same on phones. */
function Callouts({ ring, you }: { ring: RingModel; you: string | undefined }) {
  const [above, below] = [
    { x: 8, y: 7 },
    { x: 4, y: 93 },
  ];
  const first = ring.releases[0]?.manifests;
  const people = new Set(first?.flatMap(({ shares }) => shares.flatMap(({ author }) => author || []))).size;
  const yours = you === undefined ? undefined : authorSpot(ring, you, below);
  const growing = ring.open.manifests;
  const calls = [
    ...(first
      ? [
          {
            from: edgeSpot(ring, 0, -2.35),
            to: above,
            title: t("release {release}", { release: 1 }),
            text: t("{people} people", { people: number(people) }),
          },
        ]
      : []),
    ...(yours
      ? [{ from: yours, to: below, title: t("in moss"), text: t("your own work") }]
      : growing > 0
        ? [
            {
              from: edgeSpot(ring, ring.releases.length, 2.4),
              to: below,
              title: t("growing now"),
              text: t("{growing} more to come", { growing: count(growing) }),
            },
          ]
        : []),
  ];
  return (
    <>
      <svg className="leader" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {calls.map(({ from, to, title }) => (
          <path key={title} d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />
        ))}
        {calls.map(({ from, title }) => (
          <circle key={title} cx={from.x} cy={from.y} r="0.45" />
        ))}
      </svg>
      {calls.map(({ to, title, text }) => (
        <span key={title} className="call left" style={{ left: `${to.x - 1}%`, top: `${to.y}%` }}>
          <b>{title}</b>
          {text}
        </span>
      ))}
    </>
  );
}

function Money({ ledger, assets }: { ledger: Ledger; assets: ReadonlyMap<string, Asset> }) {
  const asset = mainAsset(ledger, assets);
  const flows = asset ? flowsOf(ledger, asset.address) : [];
  const since = ledger.models.flatMap(({ firstPaidAt }) => firstPaidAt ?? []).sort((a, b) => a - b)[0];
  const beside = [...assets.values()].flatMap((other) => {
    const paid = flowsOf(ledger, other.address).reduce((sum, it) => sum + it.paid, 0n);
    return other.address !== asset?.address && paid > 0n ? [amountText(paid, other)] : [];
  });
  const derived = flows.flatMap(({ model }) => {
    const parts = passedOn(ledger, model);
    return parts
      ? [
          t("{name} passes {parts}, which it is built on, before it shares the rest.", {
            name: model.name,
            parts,
          }),
        ]
      : [];
  });
  return (
    <>
      <Section id="money" title={t("What the models earned, and where it went")}>
        {asset && flows.length > 0 ? (
          <>
            <p className="dim measure">
              {rich("Paid use since {since}, in {symbol}.<span> Widths are to scale.</span>", {
                since: since ? longDay(since) : t("the beginning"),
                symbol: asset.symbol,
                span: (it) => <span className="only-wide">{it}</span>,
              })}
            </p>
            <MoneyRiver flows={flows} asset={asset} />
            {beside.length > 0 && (
              <p className="cap mt-3">
                {rich(
                  "Beside it, {beside} were paid and split in the same way. The members’ part is paid out by a contract of its own: <a>the dividend</a>",
                  { beside: listed(beside), a: (it) => <Link href="/dividend">{it}</Link> },
                )}
              </p>
            )}
          </>
        ) : (
          <p className="dim measure mt-4">
            {t(
              "Nobody has paid for a model yet. What arrives at a model’s own address will show here, from who paid to who got it.",
            )}
          </p>
        )}
      </Section>
      <Note>
        {derived.map((words) => (
          <p key={words}>{words}</p>
        ))}
        <p>
          {rich(
            "The split is a rule of the commons. Changing it takes a vote, and what was earned before stays as it was. Whoever built the model always gets at least {least}.",
            { least: <b>40%</b> },
          )}
        </p>
      </Note>
    </>
  );
}

function Lately({ ledger, assets }: { ledger: Ledger; assets: ReadonlyMap<string, Asset> }) {
  // Amounts are kept raw in the record; here they become words.
  const words = (text: string) =>
    text.replace(/\{(0x[0-9a-f]{40}):(\d+)\}/g, (_, address: string, value: string) => {
      const asset = assets.get(address);
      return asset ? `${amount(BigInt(value), asset)} ${asset.symbol}` : "money";
    });
  // Many ballots on one evening, and many members on one day, are one line each.
  const kindOf = ({ text }: Happening) => text.replace(/\d+/g, "");
  const shown = ledger.happenings
    .filter((it, i, all) => {
      const before = all[i - 1];
      if (before === undefined) return true;
      return it.link ? it.link.href !== before.link?.href : kindOf(it) !== kindOf(before);
    })
    .slice(0, 7);
  return (
    <ul className="ruled log">
      {shown.map(({ key, time, text, link }) => (
        <li key={key}>
          <span className="mono">{stamp(time)}</span>
          <span>
            {words(text)} {link && <Link href={link.href}>{link.text}</Link>}
          </span>
        </li>
      ))}
      {shown.length === 0 && (
        <li>{capital(t("nothing has happened yet. The first line will be a member, or a piece of work."))}</li>
      )}
    </ul>
  );
}
