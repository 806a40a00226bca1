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
import { number, plural, shortAddress, tokens } from "../../../format/format.ts";
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
      <Section id="delegation" title="Voice that was lent">
        <p className="dim measure mt-4">
          {lent && to ? (
            <>
              {yours ? "Your" : "This person’s"} own voice is lent to{" "}
              <Link href={`/people/${to}`}>
                <Who address={to} you={you} />
              </Link>
              .{" "}
            </>
          ) : null}
          {from.length === 0
            ? `Nobody has lent ${yours ? "you" : "them"} a voice.`
            : `${number(from.length)} ${plural(from.length, "person lets", "people let")} ${yours ? "you" : "them"} vote for ${from.length === 1 ? "them" : "them all"}.`}
        </p>
        {shown.length > 0 && (
          <table className="mt-4">
            <thead>
              <tr>
                <th>From</th>
                <th className="n">Voice</th>
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
        {from.length > FIRST && <p className="cap mt-2">And {number(from.length - FIRST)} others with less.</p>}
        {(busy || you === undefined || (calls.length > 0 && you)) && (
          <div className="mt-6" style={{ maxWidth: 360 }}>
            <ActionButton
              action={action}
              verb="vote"
              label={yours ? "Take my voice back" : `Lend my voice to ${shortAddress(account)}`}
              done={yours ? "It is yours again" : "Your voice is lent"}
              idle="You have no voice to lend"
            >
              {yours
                ? "From the next vote on you cast it yourself."
                : `They vote with ${you ? `your ${tokens(held)}` : "it"} from the next vote on. You can take it back at any time.`}
            </ActionButton>
          </div>
        )}
        {you && !yours && held === 0n && !busy && (
          <p className="cap mt-4">You have no voice yet that you could lend. Accepted work earns one.</p>
        )}
        {already && !yours && !busy && <p className="cap mt-4">They vote with your voice now.</p>}
      </Section>
      <Note>
        {seated
          ? "Lent voice counts within the cap of the person who casts it. Votes that are open already aren’t changed by it."
          : "This account has no seat. Voice that is lent here doesn’t count until it has one."}
      </Note>
    </>
  );
}
