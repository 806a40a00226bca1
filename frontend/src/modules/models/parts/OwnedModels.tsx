import Link from "next/link";
import { factsOf } from "../../../data/questions.ts";
import type { Asset, Ledger } from "../../../data/types.ts";
import { amount } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { GrowthRing } from "../../../ring/GrowthRing.tsx";
import type { RingModel } from "../../../ring/types.ts";

type OwnedModelsProps = {
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
  rings: ReadonlyMap<number, RingModel>;
};

/** Every model in a line: its ring, what it is, what it earned. */
export function OwnedModels({ ledger, assets, rings }: OwnedModelsProps) {
  return (
    <ul className="ruled own">
      {ledger.models.map((model) => {
        const { people, licence } = factsOf(ledger, model);
        const ring = rings.get(model.id);
        const release = model.releases.length;
        const whose = t("{people, plural, one {# person} other {# people}}", { people });
        const about =
          release > 0 ? [t("Release {release}", { release }), whose, licence] : [t("No release yet"), whose];
        const [top] = [...assets.values()].reverse().flatMap((asset) => {
          const sum = model.earned.get(asset.address.toLowerCase());
          return sum ? [{ asset, received: sum.received }] : [];
        });
        return (
          <li key={model.id}>
            <div>{ring ? <GrowthRing model={ring} pixels={112} /> : null}</div>
            <div>
              <h3>
                <Link href={`/models/${model.id}`}>{model.name}</Link>
              </h3>
              <p className="small dim">{model.about}</p>
              <p className="cap">{about.filter(Boolean).join(", ")}</p>
            </div>
            <p className="n">
              {top ? amount(top.received, top.asset) : "0.00"}
              <span className="cap" style={{ fontFamily: "var(--text)" }}>
                {top ? t("{symbol} earned", { symbol: top.asset.symbol }) : t("nothing earned yet")}
              </span>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
