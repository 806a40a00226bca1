"use client";

import { kindName, reviewPanelAbi } from "@commonmind/sdk";
import { useMemo, useState } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import { type Kind, kinds, type Ledger, type Seat } from "../../../data/types.ts";
import { dayAndTime, number } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";

type KindsProps = { ledger: Ledger; seat: Seat; now: number };

/** Each kind of work, and whether this seat can be drawn to judge it. */
export function Kinds({ ledger, seat, now }: KindsProps) {
  return (
    <ul className="ruled actions">
      {kinds.map((kind) => (
        <KindRow key={kind} kind={kind} ledger={ledger} seat={seat} now={now} />
      ))}
    </ul>
  );
}

function KindRow({ kind, ledger, seat, now }: KindsProps & { kind: Kind }) {
  const panel = useSource()?.config.deployment.contracts.reviewPanel;
  const pool = ledger.pools.get(kind);
  const from = pool?.get(seat.id);
  const inside = from !== undefined;
  const size = ledger.poolSizes.get(kind) ?? 0;
  const [open, setOpen] = useState(false);
  const calls = useMemo(
    (): Call[] =>
      panel
        ? [
            {
              ...{ address: panel, abi: reviewPanelAbi },
              ...{ functionName: inside ? "retire" : "enrol", args: [kinds.indexOf(kind)] },
            },
          ]
        : [],
    [panel, inside, kind],
  );
  const action = useAction(`pool:${kind}:${inside ? "out" : "in"}`, calls);
  return (
    <li>
      <div>
        <h3>{kindName(kind)}</h3>
        <p className="small dim">
          {rich("{you} {pool} {manyPool, plural, one {member is} other {members are}} in the pot.", {
            you: inside
              ? from > now
                ? t("You can be drawn from {from} on.", { from: dayAndTime(from) })
                : t("You can be drawn.")
              : t("You aren’t drawn."),
            pool: number(size),
            manyPool: size,
          })}
        </p>
      </div>
      {open ? (
        <ActionButton
          action={action}
          verb={inside ? "warn" : "work"}
          aside
          label={
            inside
              ? t("Review no more {kind}", { kind: kindName(kind) })
              : t("Offer to review {kind}", { kind: kindName(kind) })
          }
          done={inside ? t("You are out") : t("You are in")}
        />
      ) : (
        <button type="button" className="quiet" style={{ justifySelf: "end" }} onClick={() => setOpen(true)}>
          {inside ? t("Stop") : t("Offer to review it")}
          <span className="vh"> {kindName(kind)}</span>
        </button>
      )}
    </li>
  );
}
