"use client";

import Link from "next/link";
import { useAssets, useLedger } from "../../../data/ledger.tsx";
import { mainAsset } from "../../../data/money.ts";
import { Lineage } from "../../../drawings/Lineage.tsx";
import { rich, t } from "../../../i18n/i18n.ts";
import { useRings } from "../../../ring/useRings.ts";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import { Term } from "../../../ui/Term.tsx";
import { OwnedModels } from "./OwnedModels.tsx";

export function ModelsView() {
  const { ledger, trouble } = useLedger();
  const assets = useAssets();
  const rings = useRings();
  return (
    <>
      <div className="block">
        <h1>{t("What we own")}</h1>
        <p className="lead mt-5">
          {rich(
            "A model is a line of <term>releases</term>. Each one fixes its weights, the work inside it and its licence; nobody can change it afterwards, and only a vote can publish the next.",
            { term: (it) => <Term word="release">{it}</Term> },
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        <section className="block" aria-labelledby="models">
          <h2 id="models">
            {ledger
              ? t("{models, plural, one {# model} other {# models}}", { models: ledger.models.length })
              : t("Models")}
          </h2>
          {!ledger || !assets ? (
            <Dashes widths={[70, 46, 62]} />
          ) : ledger.models.length === 0 ? (
            <p className="dim measure mt-4">
              {rich("There is no model yet. One begins with a vote that registers it. <a>Propose one</a>", {
                a: (it) => <Link href="/proposals/new">{it}</Link>,
              })}
            </p>
          ) : (
            <OwnedModels ledger={ledger} assets={assets} rings={rings} />
          )}
        </section>
        <Note>
          {t(
            "No two rings are alike: a ring is computed from the model’s releases, people and votes, and nobody can choose how theirs looks.",
          )}
        </Note>
        {ledger && assets && ledger.models.some(({ upstream }) => upstream.length > 0) && (
          <>
            <Section id="lineage" title={t("How they hang together")}>
              <Lineage ledger={ledger} asset={mainAsset(ledger, assets)} rings={rings} />
            </Section>
            <Note>
              {rich(
                "What a model passes on to those it was built on was fixed when it was registered, and is never more than {most}.",
                { most: <b>40%</b> },
              )}
            </Note>
          </>
        )}
      </div>
    </>
  );
}
