"use client";

import type { Deployment } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useSource } from "../../../data/ledger.tsx";
import type { Asset, Ledger, ProposalAction } from "../../../data/types.ts";
import { capital } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";

export type EffectsProps = {
  actions: readonly ProposalAction[];
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
  deployment: Deployment;
  /** Said in front, where it is known only here: "An ordinary vote." */
  lead?: string;
};

/** What would be different if it were carried out now: tried out on the chain as it is, with nothing sent. */
export function Effects({ actions, ledger, assets, deployment, lead = "" }: EffectsProps) {
  const source = useSource();
  const { data, isError } = useQuery({
    queryKey: ["effects", deployment.chainHash, actions.map(({ target, data }) => target + data).join()],
    enabled: source !== undefined,
    retry: false,
    refetchInterval: 30_000,
    queryFn: async () => {
      if (!source) return null;
      const { simulateCalls } = await import("./simulate.ts");
      const simulation = await simulateCalls(source.client, {
        ...{ deployment, calls: actions },
        assets: [...assets.values()],
        modelName: (id) => ledger.models.find((model) => model.id === id)?.name,
        blockTag: source.config.personas ? "pending" : "latest",
      });
      const { refused } = simulation;
      if (!refused) return { ...simulation, words: undefined };
      const { refusalOf } = await import("../../../action/words.ts");
      return { ...simulation, words: refusalOf(refused.reason) };
    },
  });
  // Without a node that can try calls out, what they do stands in words above all the same.
  if (!data || isError) return lead ? <p className="cap mt-2">{lead}</p> : null;
  if (data.words !== undefined) {
    return (
      <p className="after warn" data-testid="effects">
        {rich("{lead} As things stand now, it would be refused: {words}", { lead, words: data.words })}
      </p>
    );
  }
  if (data.untried === actions.length) {
    return (
      <p className="cap mt-2">{rich("{lead} Rules of the vote itself can’t be tried out beforehand.", { lead })}</p>
    );
  }
  return (
    <div data-testid="effects">
      <p className="cap mt-2">
        {rich(
          "{lead} Tried out on the chain as it is now: it would be carried out{effects, select, true {, and this would change.} other {.}}{untried}",
          {
            lead,
            effects: data.effects.length > 0,
            untried:
              data.untried > 0 && t(" What it changes in the rules of the vote itself can’t be tried out beforehand."),
          },
        )}
      </p>
      {data.effects.length > 0 && (
        <dl className="effects">
          {data.effects.map(({ about, before, after }) => (
            <div key={about}>
              <dt>{capital(about)}</dt>
              <dd>
                <span className="dim">{before}</span> <span aria-hidden="true">→</span>
                <span className="vh"> {t("becomes")} </span> <b>{after}</b>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
