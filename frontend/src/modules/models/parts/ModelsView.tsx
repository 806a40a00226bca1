"use client";
import Link from "next/link";
import { useAssets, useLedger } from "../../../data/ledger.tsx";
import { mainAsset } from "../../../data/money.ts";
import { Lineage } from "../../../drawings/Lineage.tsx";
import { number, plural } from "../../../format/format.ts";
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
        <h1>What we own</h1>
        <p className="lead mt-5">
          A model is a line of <Term word="release">releases</Term>. Each one fixes its weights, the work inside it and
          its licence; nobody can change it afterwards, and only a vote can publish the next.
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        <section className="block" aria-labelledby="models">
          <h2 id="models">
            {ledger ? `${number(ledger.models.length)} ${plural(ledger.models.length, "model")}` : "Models"}
          </h2>
          {!ledger || !assets ? (
            <Dashes widths={[70, 46, 62]} />
          ) : ledger.models.length === 0 ? (
            <p className="dim measure mt-4">
              There is no model yet. One begins with a vote that registers it.{" "}
              <Link href="/proposals/new">Propose one</Link>
            </p>
          ) : (
            <OwnedModels ledger={ledger} assets={assets} rings={rings} />
          )}
        </section>
        <Note>
          No two rings are alike: a ring is computed from the model’s releases, people and votes, and nobody can choose
          how theirs looks.
        </Note>
        {ledger && assets && ledger.models.some(({ upstream }) => upstream.length > 0) && (
          <>
            <Section id="lineage" title="How they hang together">
              <Lineage ledger={ledger} asset={mainAsset(ledger, assets)} rings={rings} />
            </Section>
            <Note>
              What a model passes on to those it was built on was fixed when it was registered, and is never more than{" "}
              <b>40%</b>.
            </Note>
          </>
        )}
      </div>
    </>
  );
}
