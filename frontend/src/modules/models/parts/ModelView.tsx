"use client";

import Link from "next/link";
import { useAssets, useChainNow, useLedger } from "../../../data/ledger.tsx";
import { flowOf, mainAsset } from "../../../data/money.ts";
import { factsOf, isOpen } from "../../../data/questions.ts";
import type { Asset, Ledger, Model } from "../../../data/types.ts";
import { Lineage } from "../../../drawings/Lineage.tsx";
import { MoneyRiver } from "../../../drawings/MoneyRiver.tsx";
import { amountText, longDay, number } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { GrowthRing } from "../../../ring/GrowthRing.tsx";
import { ringLabel } from "../../../ring/ringLabel.ts";
import type { RingModel } from "../../../ring/types.ts";
import { useRings } from "../../../ring/useRings.ts";
import { Note, Opening, Section, Stamp, Trouble } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { MadeOf } from "./MadeOf.tsx";
import { PayModel } from "./PayModel.tsx";
import { Releases } from "./Releases.tsx";
import { RingCallouts } from "./RingCallouts.tsx";
import { WorkOfModel } from "./WorkOfModel.tsx";

export function ModelView({ id, heading }: { id: string; heading: string | undefined }) {
  const { ledger, trouble } = useLedger();
  const assets = useAssets();
  const now = useChainNow();
  const rings = useRings();
  const { address } = useWallet();
  if (!ledger || !assets || now === undefined) {
    return (
      <Opening
        crumb={<Link href="/models">{t("Models")}</Link>}
        heading={heading}
        widths={[44, 70, 58]}
        trouble={trouble}
      />
    );
  }
  const model = ledger.models.find((it) => it.id.toString() === id);
  if (!model) {
    return (
      <section className="block">
        <h1>{t("There is no such model here.")}</h1>
        <p className="lead mt-6">
          {rich("Perhaps it is on another chain. <a>The models on this one</a>", {
            a: (it) => <Link href="/models">{it}</Link>,
          })}
        </p>
      </section>
    );
  }
  const asset = mainAsset(ledger, assets);
  const flow = asset && flowOf(ledger, model, asset.address);
  const related =
    model.upstream.length > 0 || ledger.models.some((it) => it.upstream.some((up) => up.modelId === model.id));
  return (
    <>
      <Head {...{ ledger, model, assets, now }} ring={rings.get(model.id)} you={address?.toLowerCase()} />
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        <Section id="releases" title={t("Releases")}>
          <Releases ledger={ledger} model={model} />
        </Section>
        <Note>
          {t(
            "A release can’t be edited. It fixes the fingerprint of the weights, the list of the work inside, the licence and how it was tested.",
          )}
        </Note>
        {flow && asset && (
          <>
            <Section id="money" title={t("What it earned, and where that went")}>
              <MoneyRiver flows={[flow]} asset={asset} />
            </Section>
            <Note>
              {t(
                "Each payment is split when somebody settles it, by the rules of that day. What was earned before stays as it was.",
              )}
            </Note>
          </>
        )}
        {related && (
          <>
            <Section id="lineage" title={t("Built on, and built from it")}>
              <Lineage ledger={ledger} asset={asset} rings={rings} around={model.id} />
            </Section>
            <Note>
              {rich(
                "The share that goes to the models below was fixed when a model was registered. It can never be more than {most}.",
                { most: <b>40%</b> },
              )}
            </Note>
          </>
        )}
        <MadeOf model={model} you={address} />
        <WorkOfModel ledger={ledger} model={model} />
        <PayModel ledger={ledger} model={model} assets={assets} />
      </div>
    </>
  );
}

type HeadProps = {
  ledger: Ledger;
  model: Model;
  assets: ReadonlyMap<string, Asset>;
  now: number;
  ring: RingModel | undefined;
  you: string | undefined;
};

function Head({ ledger, model, assets, now, ring, you }: HeadProps) {
  const { pieces, people, licence } = factsOf(ledger, model);
  const earned = [...assets.values()].reverse().flatMap((asset) => {
    const received = model.earned.get(asset.address.toLowerCase())?.received ?? 0n;
    return received > 0n ? [amountText(received, asset)] : [];
  });
  const about = ledger.proposals.filter((it) => it.models.includes(model.id));
  const open = about.filter((it) => isOpen(it, now)).length;
  const releases = model.releases.length;
  return (
    <section className="model-head">
      <figure>
        <div className="plate">
          {ring && (
            <>
              <GrowthRing model={ring} pixels={540} you={you} grows label={ringLabel(model.name, ring, pieces)} />
              <RingCallouts ring={ring} model={model} />
            </>
          )}
        </div>
      </figure>
      <div>
        <Stamp
          look={{
            ink: "work",
            waiting: releases === 0,
            words: releases === 0 ? t("no release yet") : t("release {release} in use", { release: releases }),
          }}
          tilt
        />
        <h1>{model.name}</h1>
        <p className="lead">
          {model.about}{" "}
          {people > 0 && t("Owned by the {people, plural, one {# person} other {# people}} who made it.", { people })}
        </p>
        <dl className="kv">
          <dt>{t("Earned")}</dt>
          <dd className="num">{earned.length > 0 ? earned.join(", ") : t("nothing yet")}</dd>
          {model.firstPaidAt && (
            <>
              <dt>{t("Since")}</dt>
              <dd>{longDay(model.firstPaidAt)}</dd>
            </>
          )}
          <dt>{t("Licence")}</dt>
          <dd>{licence ?? t("with its first release")}</dd>
          <dt>{t("Work")}</dt>
          <dd>{t("{pieces, plural, one {# share} other {# shares}} in accepted work", { pieces })}</dd>
          <dt>{t("Votes")}</dt>
          <dd>
            {rich("{about} held{open}", {
              about: number(about.length),
              open: open > 0 ? t(", {open} open", { open: number(open) }) : "",
            })}
          </dd>
        </dl>
        <Link className="act vote" href={`/proposals/new?template=release&model=${model.id}`}>
          {t("Propose a change")}
        </Link>
      </div>
    </section>
  );
}
