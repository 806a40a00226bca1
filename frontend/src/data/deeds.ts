// Proposed calls in plain sentences, with the names that the ledger knows.
import { type Deed, type Deployment, deedOf as deedOfCall } from "@commonmind/sdk";
import { ruleBefore } from "./questions.ts";
import type { Asset, Ledger, ProposalAction } from "./types.ts";

export type DeedContext = {
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
  deployment: Deployment;
  /** When it was asked: "from" values are those of that moment. */
  askedAt: number;
};

export function deedOf(action: ProposalAction, { ledger, assets, deployment, askedAt }: DeedContext): Deed {
  const model = (id: number) => ledger.models.find((it) => it.id === id);
  return deedOfCall(action, {
    deployment,
    modelName: (id) => model(id)?.name,
    nextRelease: (id) => (model(id)?.releases ?? []).filter(({ time }) => time < askedAt).length + 1,
    asset: (address) => assets.get(address.toLowerCase()),
    ruleBefore: (kind) => ruleBefore(ledger, kind, askedAt),
  });
}
