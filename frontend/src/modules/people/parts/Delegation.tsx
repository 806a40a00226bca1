"use client";

import { contributionTokenAbi } from "@commonmind/sdk";
import Link from "next/link";
import { useMemo } from "react";
import type { Address } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import { delegators } from "../../../data/people.ts";
import type { Ledger } from "../../../data/types.ts";
import { number, shortAddress, tokens } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note, Section, Who } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";

const FIRST = 8;

type DelegationProps = { ledger: Ledger; account: Address; yours: boolean };

/** Whose voice this person casts, to whom theirs is lent, and the button that lends yours. */
export function Delegation({ ledger, account, yours }: DelegationProps) {
  const { address: you } = useWallet();
  const token = useSource()?.config.deployment.contracts.contributionToken;
  const from = delegators(ledger, account);
  const to = ledger.delegates.get(account.toLowerCase());
  const lent = to !== undefined && to.toLowerCase() !== account.toLowerCase();
  const mine = you && ledger.delegates.get(you.toLowerCase());
  const already = mine?.toLowerCase() === account.toLowerCase();
  const held = you ? (ledger.tokens.get(you.toLowerCase()) ?? 0n) : 0n;
  const needed = yours ? lent : !already;
  const calls = useMemo(
    (): Call[] =>
      token && needed && (held > 0n || yours)
        ? [{ address: token, abi: contributionTokenAbi, functionName: "delegate", args: [account] }]
        : [],
    [token, needed, held, yours, account],
  );
  const action = useAction(`delegate:${account}`, calls);
  const busy = !["connect", "idle"].includes(action.state.name);
  const seated = ledger.seatOf.has(account.toLowerCase());
  const shown = from.slice(0, FIRST);
  return (
    <>
      <Section id="delegation" title={t("Voice that was lent")}>
        <p className="dim measure mt-4">
          {lent && to ? (
            <>
              {rich("{yours, select, true {Your} other {This person’s}} own voice is lent to {link}.", {
                yours,
                link: (
                  <Link href={`/people/${to}`}>
                    <Who address={to} you={you} />
                  </Link>
                ),
              })}{" "}
            </>
          ) : null}
          {from.length === 0
            ? t("Nobody has lent {yours, select, true {you} other {them}} a voice.", { yours })
            : t(
                "{from, plural, one {# person lets} other {# people let}} {yours, select, true {you} other {them}} vote for {from, plural, one {them} other {them all}}.",
                { from: from.length, yours },
              )}
        </p>
        {shown.length > 0 && (
          <table className="mt-4">
            <thead>
              <tr>
                <th>{t("From")}</th>
                <th className="n">{t("Voice")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ address, tokens: voice }) => (
                <tr key={address}>
                  <td>
                    <Link href={`/people/${address}`}>
                      <Who address={address} you={you} />
                    </Link>
                  </td>
                  <td className="n">{tokens(voice)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {from.length > FIRST && (
          <p className="cap mt-2">{t("And {from} others with less.", { from: number(from.length - FIRST) })}</p>
        )}
        {(busy || you === undefined || (calls.length > 0 && you)) && (
          <div className="mt-6" style={{ maxWidth: 360 }}>
            <ActionButton
              action={action}
              verb="vote"
              label={
                yours ? t("Take my voice back") : t("Lend my voice to {account}", { account: shortAddress(account) })
              }
              done={yours ? t("It is yours again") : t("Your voice is lent")}
              idle={t("You have no voice to lend")}
            >
              {yours
                ? t("From the next vote on you cast it yourself.")
                : t("They vote with {you} from the next vote on. You can take it back at any time.", {
                    you: you ? t("your {held}", { held: tokens(held) }) : t("it"),
                  })}
            </ActionButton>
          </div>
        )}
        {you && !yours && held === 0n && !busy && (
          <p className="cap mt-4">{t("You have no voice yet that you could lend. Accepted work earns one.")}</p>
        )}
        {already && !yours && !busy && <p className="cap mt-4">{t("They vote with your voice now.")}</p>}
      </Section>
      <Note>
        {seated
          ? t(
              "Lent voice counts within the cap of the person who casts it. Votes that are open already aren’t changed by it.",
            )
          : t("This account has no seat. Voice that is lent here doesn’t count until it has one.")}
      </Note>
    </>
  );
}
