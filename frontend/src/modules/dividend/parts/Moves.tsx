import { contributionTokenAbi, contributorRewardsAbi, type Deployment, memberRegistryAbi } from "@commonmind/sdk";
import { type ReactNode, useMemo } from "react";
import type { Address } from "viem";
import { ActionButton, type ActionButtonProps } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource, useTokens } from "../../../data/ledger.tsx";
import type { Ledger, Recovery, Seat } from "../../../data/types.ts";
import { count, dayAndTime, listed, number, shortAddress, tokens } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note, Section } from "../../../ui/parts.tsx";

/** Positions that one transaction hands over: far below a block's limit. */
const PER_CALL = 40;

type MovesProps = { ledger: Ledger; account: Address; seat: Seat | undefined; now: number };
type Contracts = Deployment["contracts"];

/** A seat between two wallets, and what a lost wallet holds: what each side can do about it, and until when. */
export function Moves({ ledger, account, seat, now }: MovesProps) {
  const contracts = useSource()?.config.deployment.contracts;
  if (!contracts) return null;
  const same = (a: Address) => a.toLowerCase() === account.toLowerCase();
  const coming = [...ledger.seats.values()].find(({ move }) => move && same(move.wallet));
  const lost = ledger.recoveries.get(account.toLowerCase());
  const inherited = [...ledger.recoveries.values()].filter((it) => it.seat === seat?.id && now >= it.readyAt);
  return (
    <>
      {seat?.move && <Going seat={seat} move={seat.move} contracts={contracts} />}
      {coming?.move && <Coming seat={coming} readyAt={coming.move.readyAt} now={now} contracts={contracts} />}
      {lost && now < lost.readyAt && <Keeping recovery={lost} contracts={contracts} />}
      {inherited.map((recovery) => (
        <Following key={recovery.account} ledger={ledger} recovery={recovery} contracts={contracts} />
      ))}
    </>
  );
}

type StepProps = {
  id: string;
  title: string;
  words: ReactNode;
  note: string;
  calls: readonly Call[];
} & Pick<ActionButtonProps, "verb" | "label" | "done" | "children">;

function Step({ id, title, words, note, calls, children, ...button }: StepProps) {
  const action = useAction(id, calls);
  if (calls.length === 0 && action.state.name === "idle") {
    return (
      <>
        <Section id={id} title={title}>
          <p className="dim measure mt-4">{words}</p>
        </Section>
        <Note>{note}</Note>
      </>
    );
  }
  return (
    <>
      <Section id={id} title={title}>
        <p className="dim measure mt-4">{words}</p>
        <div className="mt-5" style={{ maxWidth: 400 }}>
          <ActionButton action={action} aside {...button}>
            {children}
          </ActionButton>
        </div>
      </Section>
      <Note>{note}</Note>
    </>
  );
}

const registryCall = ({ memberRegistry }: Contracts, functionName: string, args: readonly unknown[]): Call => ({
  address: memberRegistry,
  abi: memberRegistryAbi,
  functionName,
  args,
});

/** The present wallet's side of a move that it didn't ask for. */
function Going({ seat, move, contracts }: { seat: Seat; move: NonNullable<Seat["move"]>; contracts: Contracts }) {
  const calls = useMemo(() => [registryCall(contracts, "vetoRebind", [seat.id])], [contracts, seat.id]);
  return (
    <Step
      id={`veto-${seat.id}`}
      title={t("Your seat is about to leave")}
      words={rich(
        "Somebody with a credential of yours asked to move it to {wallet}. It can go from {readyAt} on. If that is you, there is nothing to do.",
        { wallet: <span className="mono">{shortAddress(move.wallet)}</span>, readyAt: dayAndTime(move.readyAt) },
      )}
      note={t("Nobody takes a seat by a signature alone: as long as you hold this wallet, you can say no.")}
      calls={calls}
      verb="warn"
      label={t("Stop the move")}
      done={t("Stopped")}
    >
      {t("The credential that asked for it is used up then.")}
    </Step>
  );
}

/** The new wallet's side. */
function Coming({ seat, readyAt, now, contracts }: { seat: Seat; readyAt: number; now: number; contracts: Contracts }) {
  const ready = now >= readyAt;
  const calls = useMemo(
    () => (ready ? [registryCall(contracts, "completeRebind", [seat.id])] : []),
    [ready, contracts, seat.id],
  );
  return (
    <Step
      id={`move-${seat.id}`}
      title={t("A seat is on its way to you")}
      words={
        ready
          ? t("Seat {id} can move to this wallet now, with all that it earned.", { id: number(seat.id) })
          : t("Seat {id} can move to this wallet from {readyAt} on, unless its present wallet stops it.", {
              id: number(seat.id),
              readyAt: dayAndTime(readyAt),
            })
      }
      note={t("The wait is there for whoever holds the old wallet: so that nobody can take a seat behind its back.")}
      calls={calls}
      verb="work"
      label={t("Take seat {id}", { id: number(seat.id) })}
      done={t("The seat is here")}
    >
      {t("Anyone may press this: it moves only here.")}
    </Step>
  );
}

/** The lost wallet's side of what it still holds. */
function Keeping({ recovery, contracts }: { recovery: Recovery; contracts: Contracts }) {
  const calls = useMemo(() => [registryCall(contracts, "vetoRecovery", [])], [contracts]);
  return (
    <Step
      id={`keep-${recovery.account}`}
      title={t("What this wallet still holds")}
      words={t(
        "Its work and its voice follow seat {seat} from {readyAt} on. If the seat was taken from you, keep them here.",
        { seat: number(recovery.seat), readyAt: dayAndTime(recovery.readyAt) },
      )}
      note={t("Two waits, one after the other: first for the seat, then for what the old wallet holds.")}
      calls={calls}
      verb="warn"
      label={t("Keep it here")}
      done={t("It stays here")}
    >
      {t("For good: afterwards nothing of it follows the seat.")}
    </Step>
  );
}

/** The seat's side of what its old wallet still holds. */
function Following({ ledger, recovery, contracts }: { ledger: Ledger; recovery: Recovery; contracts: Contracts }) {
  const { account } = recovery;
  const accounts = useMemo(() => [account], [account]);
  const [voice = 0n] = useTokens(accounts) ?? [];
  const positions = useMemo(
    () =>
      [...ledger.works.values()].flatMap(({ id, leaves }) =>
        leaves
          .filter(({ holder }) => holder.toLowerCase() === account.toLowerCase())
          .map(({ index }) => (id << 32n) | index),
      ),
    [ledger, account],
  );
  const calls = useMemo((): Call[] => {
    const token = { address: contracts.contributionToken, abi: contributionTokenAbi };
    const rewards = { address: contracts.contributorRewards, abi: contributorRewardsAbi };
    const all: Call[] = voice > 0n ? [{ ...token, functionName: "recover", args: [account] }] : [];
    for (let i = 0; i < positions.length; i += PER_CALL) {
      all.push({ ...rewards, functionName: "recover", args: [account, positions.slice(i, i + PER_CALL)] });
    }
    return all;
  }, [contracts, account, voice, positions]);
  if (calls.length === 0) return null;
  const held = [
    ...(positions.length > 0
      ? [t("{positions, plural, one {# piece} other {# pieces}} of work", { positions: positions.length })]
      : []),
    ...(voice > 0n ? [t("{voice} tokens of voice", { voice: tokens(voice) })] : []),
  ];
  return (
    <Step
      id={`follow-${account}`}
      title={t("What your old wallet holds")}
      words={rich("{wallet} still holds {held}. They can follow your seat now, with all that the work earned.", {
        wallet: <span className="mono">{shortAddress(account)}</span>,
        held: listed(held),
      })}
      note={t("Tokens and work of a lost wallet belong to the person, as the seat does.")}
      calls={calls}
      verb="work"
      label={t("Bring it here")}
      done={t("It is here")}
    >
      {t(
        "In {calls} {manyCalls, plural, one {transaction} other {transactions}}. Anyone may press this: it goes only to the seat.",
        { calls: count(calls.length), manyCalls: calls.length },
      )}
    </Step>
  );
}
