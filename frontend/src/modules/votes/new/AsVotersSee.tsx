"use client";

import type { ProposalAction } from "../../../data/types.ts";
import { Deeds } from "../parts/Deeds.tsx";
import type { DraftContext } from "./actions.ts";
import { WouldDo } from "./WouldDo.tsx";

type Option = {
  readonly key: string;
  /** Of an option that one can choose; none where there is only one. */
  readonly title: string | undefined;
  readonly actions: readonly ProposalAction[];
};

/** What a draft would do, in the words and with the effects that voters will see. Loaded once there is something to see. */
export function AsVotersSee({ options, context }: { options: readonly Option[]; context: DraftContext }) {
  const { ledger, assets, deployment } = context;
  return options.map(({ key, title, actions }, i) => (
    <div key={key}>
      {title !== undefined && (
        <p className="mt-5">
          <b>{i + 1}</b> {title}
        </p>
      )}
      <Deeds actions={actions} askedAt={Number.MAX_SAFE_INTEGER} {...{ ledger, assets, deployment }} />
      <WouldDo actions={actions} context={context} />
    </div>
  ));
}
