"use client";

import { commonsGovernorAbi, type Deployment } from "@commonmind/sdk";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo, useState } from "react";
import { type Address, getAddress, type TypedDataDefinition } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import { MAX_COSIGNERS, MIN_SEATS } from "../../../data/questions.ts";
import { seatAt } from "../../../data/seats.ts";
import type { Ledger } from "../../../data/types.ts";
import { dayAndTime, number } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { FileButton } from "../../../ui/FileButton.tsx";
import { Note, Section, Who } from "../../../ui/parts.tsx";
import { saveFile } from "../../../ui/saveFile.ts";
import { useConnectDialog, useWallet } from "../../../wallet/useWallet.ts";
import type { DraftContext } from "../new/actions.ts";
import { WouldDo } from "../new/WouldDo.tsx";
import { Deeds } from "../parts/Deeds.tsx";
import { proposalAsked } from "../parts/proposalAsked.ts";
import { seatsOf, validOf, waitingOf } from "./checking.ts";
import {
  argumentsOf,
  type Cosignature,
  counting,
  isSame,
  joined,
  openPetition,
  optionsOf,
  type Petition,
  PetitionError,
  proposalOf,
  typedDataOf,
  type Valid,
  wordsOf,
  writePetition,
} from "./petition.ts";
import { Signers } from "./Signers.tsx";
import { type Arrival, arrivalOf, standingsOf } from "./standing.ts";

type PetitionViewProps = {
  petition: Petition;
  /** The browser holds it, for another day. */
  kept: boolean;
  context: DraftContext;
  onChange: (petition: Petition) => void;
  onLeave: () => void;
  onDrop: () => void;
};

/** What members sign together: what it says, who signed, and, for whoever hands it in, the last step. */
export function PetitionView({ petition, kept, context, onChange, onLeave, onDrop }: PetitionViewProps) {
  const { address } = useWallet();
  const { ledger, deployment } = context;
  const words = wordsOf(petition);
  const options = optionsOf(petition);
  const ballot = petition.callsPerOption.length > 0;
  const needed = seatsNeeded(context);
  const seatOf = useSeatsOf(petition);
  const valid = useValid(petition, seatOf);
  const [leftOut, setLeftOut] = useState<readonly Address[]>([]);
  const signed = useMemo(
    () =>
      counting(
        (valid ?? []).filter(({ cosigner }) => !leftOut.includes(cosigner)),
        needed,
      ),
    [valid, leftOut, needed],
  );
  const yours = address !== undefined && address.toLowerCase() === petition.proposer.toLowerCase();
  return (
    <div className="spread">
      <Section id="petition" title={words.title}>
        {words.text && (
          <p className="dim measure mt-4" style={{ whiteSpace: "pre-line" }}>
            {words.text}
          </p>
        )}
        {options.map((actions, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: options have no other identity, and never move.
          <div key={i}>
            {ballot && (
              <>
                <p className="mt-5">
                  <b>{i + 1}</b> {words.options[i]?.title}
                </p>
                <p className="dim measure">{words.options[i]?.text}</p>
              </>
            )}
            <Deeds {...{ actions, ledger, deployment }} assets={context.assets} askedAt={Number.MAX_SAFE_INTEGER} />
            <WouldDo actions={actions} context={context} />
          </div>
        ))}
      </Section>
      <Note>
        {t(
          "Nobody can change a word of it any more: what members sign is exactly this. To say it differently, begin anew.",
        )}
      </Note>
      <Section
        id="signed"
        title={t("{valid} of {needed, plural, one {# seat} other {# seats}} signed", {
          valid: number(signed.length),
          needed,
        })}
      >
        <p className="dim measure mt-4">
          {rich(
            "{who} hands it in, until {deadline}. Signing costs nothing, and says only that it should be asked, not how you will vote.",
            { who: <Who address={petition.proposer} you={address} />, deadline: dayAndTime(petition.deadline) },
          )}
        </p>
        <Signers
          signers={seatOf ? standingsOf(petition, { valid, handed: signed, leftOut, seatOf }) : []}
          you={address}
          onLeaveOut={yours ? (cosigner) => setLeftOut([...leftOut, cosigner]) : undefined}
          onTakeIn={(cosigner) => setLeftOut(leftOut.filter((it) => it !== cosigner))}
        />
        {!kept && (
          <p className="after warn" role="alert">
            {t("This browser has no room left to keep it. Save the file before you leave this page.")}
          </p>
        )}
        <Gather {...{ petition, deployment, ledger, valid, onChange }} />
        <p className="flex flex-wrap gap-x-7 mt-6">
          <button type="button" className="quiet" onClick={onLeave}>
            {t("Something else instead")}
          </button>
          <button type="button" className="quiet" onClick={onDrop}>
            {t("Throw it away")}
          </button>
        </p>
      </Section>
      <Note>
        {yours
          ? t("Send the file to members. Each signs it and sends it back; here you add what they signed.")
          : t("Sign it, save the file, and send it back to whoever sent it to you, or on to the next member.")}
      </Note>
      {yours && (
        <HandIn petition={petition} signed={signed} missing={Math.max(0, needed - signed.length)} onDone={onDrop} />
      )}
    </div>
  );
}

/** As the governor counts them. */
function seatsNeeded({ ledger, rules }: DraftContext): number {
  const part = Math.ceil((ledger.members * (rules?.chamber.cosignBps ?? 0)) / 10_000);
  return Math.min(MAX_COSIGNERS, Math.max(MIN_SEATS, part));
}

/** Milliseconds between two looks at who of those who signed holds a seat. */
const SEATS_EVERY = 5_000;

/** Active seats of those who signed, by their account in lower case; undefined while they aren't known. */
function useSeatsOf({ cosignatures, waiting = [] }: Petition): ReadonlyMap<string, bigint> | undefined {
  const signed = [...waiting, ...cosignatures];
  const { data } = useQuery({
    queryKey: ["seats-of", signed.map(({ cosigner }) => cosigner).join()],
    placeholderData: keepPreviousData,
    structuralSharing: false,
    refetchInterval: SEATS_EVERY,
    queryFn: () => seatsOf(signed),
  });
  return data;
}

/**
 * The signatures that the governor would take now: since they were joined a seat may have gone or come, or a wallet changed its
 * mind. Undefined while that isn't known.
 */
function useValid(petition: Petition, seatOf: Ledger["seatOf"] | undefined): readonly Valid[] | undefined {
  const source = useSource();
  const { proposer, deadline, cosignatures, waiting = [] } = petition;
  const seated = [...waiting, ...cosignatures].filter(({ cosigner }) => seatOf?.has(cosigner.toLowerCase()));
  const { data } = useQuery({
    placeholderData: keepPreviousData,
    queryKey: ["cosigned", `${proposalOf(petition)}`, proposer, deadline, seated],
    enabled: source !== undefined && seatOf !== undefined,
    queryFn: async () => (source && seatOf ? validOf(source.client, seatOf, petition, seated) : []),
  });
  return data;
}

type GatherProps = {
  petition: Petition;
  deployment: Deployment;
  ledger: Ledger;
  valid: readonly Valid[] | undefined;
  onChange: (petition: Petition) => void;
};

function Gather({ petition, deployment, ledger, valid, onChange }: GatherProps) {
  const source = useSource();
  const { address, onRightChain, signTypedData } = useWallet();
  const connect = useConnectDialog();
  const [said, setSaid] = useState<string>();
  const [signing, setSigning] = useState(false);
  const seat = seatAt(ledger, address);
  const seated = seat !== undefined && seat.graceEnds === undefined;
  const mine = (valid ?? []).some(({ cosigner }) => cosigner.toLowerCase() === address?.toLowerCase());

  /** Takes in what counts of them, and what may count later. */
  const take = async (signatures: readonly Cosignature[]): Promise<Arrival | undefined> => {
    if (!source) return undefined;
    const seatOf = await seatsOf(signatures);
    const found = await validOf(source.client, seatOf, petition, signatures);
    const after = joined(petition, found, await waitingOf(seatOf, petition, signatures));
    const arrival = arrivalOf(petition, after, signatures, found);
    if (arrival.fresh + arrival.known + arrival.waiting > 0) onChange(after);
    return arrival;
  };
  const sign = async () => {
    if (!address) return;
    setSigning(true);
    setSaid(undefined);
    try {
      const signature = await signTypedData(typedDataOf(petition) as TypedDataDefinition);
      const arrival = await take([{ cosigner: getAddress(address), signature }]);
      if (arrival?.left)
        setSaid(t("This file has no room for another signature: it holds more than are ever asked for."));
      else if (arrival && arrival.fresh + arrival.known === 0)
        setSaid(t("The contract wouldn’t take what your wallet signed, so it isn’t counted."));
    } catch (error) {
      setSaid(await wordsFor(error));
    } finally {
      setSigning(false);
    }
  };
  const add = async (file: File) => {
    try {
      const other = await openPetition(file, deployment);
      if (!isSame(other, petition)) throw new PetitionError(t("This file is about another proposal, or another time."));
      const arrival = await take([...other.cosignatures, ...(other.waiting ?? [])]);
      if (arrival) setSaid(arrivalWords(arrival));
    } catch (error) {
      setSaid(await wordsFor(error));
    }
  };
  const save = () =>
    saveFile(`commonmind-proposal-${petition.proposer.slice(2, 8)}.json`, "application/json", writePetition(petition));
  return (
    <>
      <p className="flex flex-wrap gap-x-7 mt-4">
        {!address ? (
          <button type="button" className="quiet vote" onClick={connect}>
            {t("Connect a wallet to sign")}
          </button>
        ) : seated && onRightChain && !mine ? (
          <button type="button" className="quiet vote" onClick={() => void sign()} disabled={signing}>
            {signing ? t("Your wallet is asking you") : t("Sign for it")}
          </button>
        ) : null}
        <button type="button" className="quiet" onClick={save}>
          {t("Save the file")}
        </button>
        <FileButton accept="application/json,.json" onFile={(file) => void add(file)}>
          {t("Add what others signed")}
        </FileButton>
      </p>
      <p className={said ? "after warn" : "cap"} aria-live="polite">
        {said ??
          (mine
            ? t("You signed. Save the file, and send it on.")
            : address && !seated
              ? t("Only members can sign, and this wallet holds no seat.")
              : address && !onRightChain
                ? t("Your wallet is on another network.")
                : "")}
      </p>
    </>
  );
}

/** What came of a file that was added. */
function arrivalWords({ fresh, known, waiting, refused, left }: Arrival): string {
  if (fresh + known + waiting + left === 0)
    return t("No signature in this file counts: none is a member’s, over exactly this.");
  const said = [
    fresh > 0
      ? t("{fresh, plural, one {One signature} other {# signatures}} came in.", { fresh })
      : t("Nothing new came in."),
    known > 0 &&
      t(
        "{known, plural, one {One was} other {# were}} here already, and {known, plural, one {counts} other {count}} once.",
        { known },
      ),
    waiting > 0 &&
      t(
        "{waiting, plural, one {One is} other {# are}} of accounts without a seat: kept, and counted once they hold one.",
        { waiting },
      ),
    refused > 0 &&
      t(
        "{refused, plural, one {One isn’t} other {# aren’t}} a member’s over exactly this, and {refused, plural, one {was} other {were}} not taken.",
        { refused },
      ),
    left > 0 &&
      t("{left, plural, one {One} other {#}} found no room: the file holds more than are ever asked for.", { left }),
  ];
  return said.filter(Boolean).join(" ");
}

const wordsFor = async (error: unknown) =>
  error instanceof PetitionError ? error.message : (await import("../../../action/words.ts")).failureOf(error).words;

type HandInProps = {
  petition: Petition;
  signed: readonly Cosignature[];
  missing: number;
  onDone: () => void;
};

function HandIn({ petition, signed, missing, onDone }: HandInProps) {
  const calls = useMemo((): Call[] => {
    if (missing > 0) return [];
    const args = argumentsOf({ ...petition, cosignatures: signed });
    return [{ address: petition.governor, abi: commonsGovernorAbi, functionName: "proposeBallot", args }];
  }, [petition, signed, missing]);
  const action = useAction(`propose:${proposalOf(petition)}`, calls);
  const asked = proposalAsked(action.state);
  return (
    <>
      <Section id="hand-in" title={t("Hand it in")}>
        <div className="mt-5" style={{ maxWidth: 340 }}>
          <ActionButton
            action={action}
            verb="vote"
            label={t("Ask for a vote")}
            idle={missing > 0 ? t("{missing} more to sign", { missing: number(missing) }) : t("Not ready yet")}
            done={t("It is asked")}
          >
            {t("One transaction. From then on nobody can change it.")}
          </ActionButton>
        </div>
        {asked !== undefined && (
          <p className="mt-5">
            <Link className="quiet vote" href={`/proposals/${asked}`} onClick={onDone}>
              {t("See the vote")}
            </Link>
          </p>
        )}
      </Section>
      <Note>
        {t(
          "It takes no voice of your own: the members who signed lend it theirs. If the contract doesn’t take the signature of one, leave that one out of the list above, and another’s comes in its place.",
        )}
      </Note>
    </>
  );
}
