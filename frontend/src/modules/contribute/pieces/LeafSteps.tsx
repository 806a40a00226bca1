"use client";

import { contributionRegistryAbi } from "@commonmind/sdk";
import { useMemo } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import type { Work } from "../../../data/types.ts";
import { number } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import type { Checked } from "./checkPieces.ts";

/** Leaves that are entered or taken back in one go; each is a transaction. */
const MOST = 24;

/** With the list of pieces at hand: enter what isn't entered yet, and take back what is one's own. */
export function LeafSteps({ work, checked }: { work: Work; checked: Checked }) {
  const { address } = useWallet();
  const known = new Map(work.leaves.map((leaf) => [Number(leaf.index), leaf]));
  const open = checked.file.leaves.flatMap((_, index) => (known.has(index) ? [] : [index]));
  const yours = checked.file.leaves.flatMap(({ author }, index) => {
    const mine = author.toLowerCase() === address?.toLowerCase();
    return mine && !known.get(index)?.withdrawn ? [index] : [];
  });
  // Before it is final, the contract takes neither.
  const standing = work.state === "final" && !work.excluded;
  const canEnter = standing && open.length > 0;
  const canWithdraw = standing && yours.length > 0;
  if (!checked.fits || (!canEnter && !canWithdraw)) return null;
  return (
    <>
      {canEnter && (
        <>
          <Section id="enter" title={t("Not entered yet")}>
            <p className="dim measure mt-4">
              {t(
                "{open, plural, one {# part} other {# parts}} of this work {open, plural, one {isn’t} other {aren’t}} entered for {open, plural, one {its author} other {their authors}} yet. It costs them nothing if you do it: what it earned since its release is theirs in any case.",
                { open: open.length },
              )}
            </p>
            <LeafButton
              name="enter"
              {...{ work, checked }}
              indices={open}
              functionName="claimUnits"
              verb="work"
              label={t("Enter {min, plural, one {# part} other {# parts}}", { min: Math.min(open.length, MOST) })}
              done={t("Entered")}
              words={t("Anyone may press this: each part goes to its author.")}
            />
          </Section>
          <Note>{t("From then on they have the voice that it earned, and can collect their share.")}</Note>
        </>
      )}
      {canWithdraw && (
        <>
          <Section id="withdraw" title={t("Take your work back")}>
            <p className="dim measure mt-4">
              {t(
                "You can withdraw your consent at any time. With the next release it is no longer part of the model; what it earned until then stays yours.",
              )}
            </p>
            <LeafButton
              name="withdraw"
              {...{ work, checked }}
              indices={yours}
              functionName="withdraw"
              verb="warn"
              label={t("Take it back")}
              done={t("Taken back")}
              words={t("This can’t be undone. To give it again, submit it again.")}
            />
          </Section>
          <Note>
            {t("Copies that others made can’t be called back by anyone. What was stored by the co-op is taken out.")}
          </Note>
        </>
      )}
    </>
  );
}

type LeafButtonProps = {
  name: string;
  work: Work;
  checked: Checked;
  indices: readonly number[];
  functionName: "claimUnits" | "withdraw";
  verb: "work" | "warn";
  label: string;
  done: string;
  words: string;
};

function LeafButton({ name, work, checked, indices, functionName, verb, label, done, words }: LeafButtonProps) {
  const registry = useSource()?.config.deployment.contracts.contributionRegistry;
  const which = indices.slice(0, MOST).join();
  const calls = useMemo(
    (): Call[] =>
      registry && which !== ""
        ? which.split(",").map((index) => {
            const { leaf, proof } = checked.prove(Number(index));
            const steps = proof.map(({ hash, sum }) => ({ hash, sum }));
            return {
              ...{ address: registry, abi: contributionRegistryAbi, functionName },
              args: [work.id, leaf, steps],
            };
          })
        : [],
    [registry, which, checked, functionName, work.id],
  );
  const action = useAction(`${name}:${work.id}`, calls);
  return (
    <div className="mt-5" style={{ maxWidth: 380 }}>
      <ActionButton action={action} verb={verb} aside label={label} done={done}>
        {calls.length > 1 ? t("{calls} transactions, one after the other. ", { calls: number(calls.length) }) : ""}
        {words}
      </ActionButton>
    </div>
  );
}
