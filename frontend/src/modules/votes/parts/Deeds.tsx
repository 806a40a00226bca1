import type { Deployment } from "@commonmind/sdk";
import { deedOf } from "../../../data/deeds.ts";
import type { Asset, Ledger, ProposalAction } from "../../../data/types.ts";
import { count } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";

export type DeedsProps = {
  ledger: Ledger;
  actions: readonly ProposalAction[];
  askedAt: number;
  assets: ReadonlyMap<string, Asset>;
  deployment: Deployment;
};

/** What would be carried out, in words, and as the chain sees it. */
export function Deeds({ ledger, actions, askedAt, assets, deployment }: DeedsProps) {
  const deeds = actions.map((action) => deedOf(action, { ledger, assets, deployment, askedAt }));
  return (
    <>
      <ol className="deed">
        {deeds.map(({ verb, what, how, raw }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two calls of one proposal may be the same, and keep their order.
          <li key={`${i} ${raw}`}>
            <em>{verb}</em>
            <span>
              <b>{what}</b> {how}
            </span>
          </li>
        ))}
      </ol>
      <details>
        <summary>
          <span className="more">
            {deeds.length === 1
              ? t("The same call as the chain sees it")
              : t("The same {deeds} calls as the chain sees them", { deeds: count(deeds.length) })}
          </span>
        </summary>
        <div className="raw">
          {deeds.map(({ raw }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <div key={`${i} ${raw}`}>{raw}</div>
          ))}
        </div>
      </details>
    </>
  );
}
