"use client";

import { MalformedCredentialError, memberRegistryAbi, parseCredential, type SignedCredential } from "@commonmind/sdk";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Address } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import type { Seat } from "../../../data/types.ts";
import { longDay, number, shortAddress } from "../../../format/format.ts";
import { msg, t } from "../../../i18n/i18n.ts";
import { FileButton } from "../../../ui/FileButton.tsx";
import { practiceCredential } from "../../../wallet/practiceIssuer.ts";

type CredentialFormProps = { account: Address; seat: Seat | undefined; now: number };

const EXAMPLE = '{"schema": 1, …}';

/** What a credential does, by whether its person has a seat, and where that is. */
const acts = {
  enrol: {
    label: msg("Take my seat"),
    done: msg("You are a member"),
    words: msg("From now on you have one vote, and an equal part."),
  },
  renew: {
    label: msg("Renew my seat"),
    done: msg("Renewed"),
    words: msg("The seat stays as it is, until the new day."),
  },
  rebind: {
    label: msg("Move my seat here"),
    done: msg("The move has begun"),
    words: msg("It comes here after a wait, in which the old wallet can stop it."),
  },
} as const;

/** Takes a credential, from a file or as text, and hands it in: for a new seat, to renew one, or to move one here. */
export function CredentialForm({ account, seat, now }: CredentialFormProps) {
  const source = useSource();
  const deployment = source?.config.deployment;
  const registry = deployment?.contracts.memberRegistry;
  const [text, setText] = useState("");
  const [made, setMade] = useState<SignedCredential>();
  const read = useMemo((): { signed: SignedCredential } | { wrong: string } | undefined => {
    if (made) return { signed: made };
    if (text.trim() === "") return undefined;
    try {
      return { signed: parseCredential(text) };
    } catch (error) {
      if (error instanceof MalformedCredentialError) return { wrong: t("This isn’t a credential, or not all of it.") };
      throw error;
    }
  }, [text, made]);
  const signed = read && "signed" in read ? read.signed : undefined;
  const wrong = ((): string | undefined => {
    if (read && "wrong" in read) return read.wrong;
    if (!signed || !deployment) return undefined;
    if (signed.chainId !== deployment.chainId || signed.registry.toLowerCase() !== registry?.toLowerCase())
      return t("It was signed for another co-op.");
    if (signed.credential.account.toLowerCase() !== account.toLowerCase())
      return t("It was signed for the wallet {account}. Connect that one.", {
        account: shortAddress(signed.credential.account),
      });
    if (signed.credential.expiry <= now) return t("It has run out. Ask for a new one.");
    return undefined;
  })();
  const good = wrong === undefined ? signed : undefined;
  const { data: act } = useQuery({
    queryKey: ["credential-act", deployment?.chainHash, good?.signature, seat?.id.toString()],
    enabled: source !== undefined && good !== undefined,
    queryFn: async (): Promise<keyof typeof acts> => {
      if (!source || !good || !registry) return "enrol";
      const contract = { address: registry, abi: memberRegistryAbi } as const;
      const { issuer, nullifier } = good.credential;
      const id = await source.client.readContract({
        ...{ ...contract, functionName: "seatByNullifier", args: [issuer, nullifier] },
      });
      if (id === 0n) return "enrol";
      const { wallet } = await source.client.readContract({ ...contract, functionName: "seatAt", args: [id] });
      return wallet.toLowerCase() === account.toLowerCase() ? "renew" : "rebind";
    },
  });
  const calls = useMemo(
    (): Call[] =>
      registry && good && act
        ? [
            {
              ...{ address: registry, abi: memberRegistryAbi, functionName: act },
              args: [good.credential, good.signature],
            },
          ]
        : [],
    [registry, good, act],
  );
  const action = useAction(`credential:${account}`, calls);
  const practise = async () => {
    if (!deployment || !registry) return;
    setMade(await practiceCredential(account, { chainId: deployment.chainId, registry, now }));
  };
  const busy = !["connect", "switch", "idle"].includes(action.state.name);
  return (
    <div data-testid="credential">
      <div className={wrong ? "field wrong" : "field"}>
        <label htmlFor="credential">{t("Your credential")}</label>
        <textarea
          id="credential"
          style={{ minHeight: 96 }}
          spellCheck={false}
          value={made ? "" : text}
          placeholder={made ? t("From the practice issuer") : EXAMPLE}
          aria-describedby="credential-help"
          aria-invalid={wrong !== undefined}
          onChange={({ target }) => {
            setMade(undefined);
            setText(target.value);
          }}
        />
        <small id="credential-help">
          {wrong ??
            (good
              ? t("Good until {expiry}.", { expiry: longDay(good.credential.expiry) })
              : t("What whoever vouches for you gave you: paste it here, or take it from its file."))}
        </small>
      </div>
      <p className="flex flex-wrap gap-x-7">
        <FileButton
          accept="application/json"
          onFile={(file) =>
            void file.text().then((read) => {
              setMade(undefined);
              setText(read);
            })
          }
        >
          {t("Take it from a file")}
        </FileButton>
        {source?.config.personas && (
          <button type="button" className="quiet work" onClick={() => void practise()}>
            {t("Ask the practice issuer")}
          </button>
        )}
      </p>
      {(calls.length > 0 || busy) && (
        <div className="mt-5" style={{ maxWidth: 340 }}>
          <ActionButton
            action={action}
            verb="work"
            aside={seat !== undefined}
            label={t(acts[act ?? "enrol"].label)}
            done={t(acts[act ?? "enrol"].done)}
          >
            {t(acts[act ?? "enrol"].words)}
            {seat && act === "renew" ? t(" Seat {id}.", { id: number(seat.id) }) : ""}
          </ActionButton>
        </div>
      )}
    </div>
  );
}
