"use client";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import type { Address } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import { useAction } from "../../../action/useAction.ts";
import { useAssets, useChainNow, useClaimable, useLedger, useSeatMoney, useSource } from "../../../data/ledger.tsx";
import { type SeatState, seatAt, seatStateOf } from "../../../data/seats.ts";
import { amount, amountText, capital, count, plural, shortAddress } from "../../../format/format.ts";
import { GrowthRing } from "../../../ring/GrowthRing.tsx";
import { useRings } from "../../../ring/useRings.ts";
import { Exact } from "../../../ui/Exact.tsx";
import { Dashes, Trouble } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { hasAny } from "../../dividend/parts/words.ts";
import { FromWhere } from "./FromWhere.tsx";
import { Receipt } from "./Receipt.tsx";
import { SeatPart } from "./SeatPart.tsx";
import { type Collecting, collecting, type Earnings, fitting, rowsOf, type Sum, sumsOf } from "./sums.ts";
import { Why } from "./Why.tsx";
import { YourWork } from "./YourWork.tsx";

export function RewardsView({ account }: { account: Address }) {
  const { ledger, trouble } = useLedger();
  const assets = useAssets();
  const now = useChainNow();
  const { positions } = useClaimable(account);
  const { address } = useWallet();
  const seat = ledger ? seatAt(ledger, account) : undefined;
  const dividend = useSeatMoney(seat);
  const yours = address?.toLowerCase() === account.toLowerCase();
  if (!ledger || !assets || !positions || now === undefined || (seat && !dividend)) {
    return (
      <>
        <div className="reward-head">
          <div>
            <Dashes widths={[46, 72]} />
          </div>
        </div>
        <Trouble words={trouble} />
        <div className="spread">
          <section className="block">
            <h2>From where</h2>
            <Dashes widths={[88, 88, 88]} />
          </section>
        </div>
      </>
    );
  }
  return <Rewards {...{ account, ledger, assets, positions, seat, dividend, yours, trouble, now }} />;
}

type RewardsProps = Earnings & { yours: boolean; trouble: string | undefined; now: number };

function Rewards({ yours, trouble, now, ...earnings }: RewardsProps) {
  const { account, ledger, assets, positions, seat, dividend } = earnings;
  const source = useSource();
  const contracts = source?.config.deployment.contracts;
  const rows = rowsOf(earnings);
  const sums = sumsOf(earnings);
  /** One asset alone, where another one can't be paid just now. */
  const [only, setOnly] = useState<Address>();
  const { calls, seated } = useMemo(
    (): Collecting =>
      contracts
        ? collecting({ account, ledger, assets, positions, seat, dividend }, contracts, (it) => !only || it === only)
        : { calls: [], seated: false },
    [contracts, account, ledger, assets, positions, seat, dividend, only],
  );
  const action = useAction(`collect:${account}`, calls);
  const { state } = action;
  const due = sums.filter(({ waiting }) => waiting > 0n);
  const collected = due.filter(({ asset }) => !only || asset.address === only);
  const label = useRef("");
  const text = collected.map(({ asset, waiting }) => amountText(waiting, asset)).join(" and ");
  if (text && ["ready", "checking", "connect", "idle"].includes(state.name)) label.current = text;
  const main = due[0] ?? sums[0];
  const model = rows[0]?.model ?? ledger.models[0];
  const ring = useRings().get(model?.id ?? 0);
  const busyOrDone = !["connect", "switch", "idle"].includes(state.name);
  const known = positions.length > 0 || seat !== undefined;
  const stuck = state.name === "refused" || state.name === "reverted";

  return (
    <>
      <div className="reward-head">
        <div>
          <h1>
            {due.length > 0 && main ? (
              <span className="big" data-testid="waiting">
                <Exact value={main.waiting} asset={main.asset} />
                <small>
                  {main.asset.symbol} {yours ? "is yours" : `waits for ${shortAddress(account)}`}
                </small>
              </span>
            ) : (
              <span style={{ fontSize: "var(--t-h1)" }}>
                {known ? "Nothing is waiting now" : `${yours ? "You have" : "This account has"} no work in a model yet`}
              </span>
            )}
          </h1>
          <Lead
            due={due}
            yours={yours}
            known={known}
            works={new Set(positions.map(({ work }) => work.id)).size}
            seated={seated}
            state={seat && seatStateOf(seat, now)}
            frozen={hasAny(dividend?.frozen)}
          />
          {(calls.length > 0 || busyOrDone) && (
            <div className="go">
              <ActionButton
                action={action}
                verb="pay"
                label={`Collect ${fitting(label.current)}`}
                done="Collected"
                idle="Nothing to collect"
              >
                Goes to <span className="mono">{shortAddress(account)}</span> in {transactions(calls.length)}. Anyone
                may press this for {yours ? "you" : "them"}: it always pays {yours ? "you" : "them"}.
              </ActionButton>
              {stuck && due.length > 1 && (
                <p className="flex flex-wrap gap-x-6">
                  {due
                    .filter(({ asset }) => asset.address !== only)
                    .map(({ asset }) => (
                      <button
                        type="button"
                        className="quiet pay"
                        key={asset.address}
                        onClick={() => {
                          setOnly(asset.address);
                          action.reset();
                        }}
                      >
                        Only {asset.symbol}
                      </button>
                    ))}
                </p>
              )}
            </div>
          )}
        </div>
        {ring && (
          <figure>
            <GrowthRing
              model={ring}
              pixels={248}
              you={account.toLowerCase()}
              label={`${model?.name}, with ${yours ? "your" : "this account's"} work in moss`}
            />
          </figure>
        )}
      </div>
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        {state.name === "recorded" && (
          <Receipt to={account} block={state.block} receipts={state.receipts} assets={assets} />
        )}
        {known && <FromWhere {...earnings} rows={rows} sums={sums} yours={yours} now={now} />}
        <Why {...earnings} rows={rows} yours={yours} />
        <SeatPart {...earnings} yours={yours} now={now} />
        {positions.length > 0 && <YourWork {...earnings} yours={yours} />}
      </div>
    </>
  );
}

/** More than one only where somebody has very many pieces of work. */
const transactions = (many: number): string => (many <= 1 ? "one transaction" : `${count(many)} transactions`);

type LeadProps = {
  due: readonly Sum[];
  yours: boolean;
  known: boolean;
  works: number;
  seated: boolean;
  state: SeatState | undefined;
  frozen: boolean;
};

function Lead({ due, yours, known, works, seated, state, frozen }: LeadProps) {
  const second = due[1];
  const sources = [
    ...(works > 0 ? [`${yours ? "your" : "its"} work in ${count(works)} ${plural(works, "contribution")}`] : []),
    ...(seated ? [`${yours ? "your" : "its"} seat`] : []),
  ];
  return (
    <p className="lead">
      {!known ? (
        <>
          Accepted work earns a share of what its model earns, from the release that it joins.{" "}
          <Link href="/contribute">Add some work</Link>
        </>
      ) : due.length > 0 ? (
        <>
          {second ? `And ${amount(second.waiting, second.asset)} ${second.asset.symbol} beside it. ` : ""}
          {capital(`it was earned by ${sources.join(" and by ")}.`)} It stays {yours ? "yours" : "theirs"} however long{" "}
          {yours ? "you leave" : "they leave"} it here.
        </>
      ) : state === "lapsed" || state === "ended" ? (
        <>
          {yours ? "Your" : "Its"} seat has lapsed{frozen ? ", and what it earned is frozen" : ""}. How that stands is
          said below.
        </>
      ) : (
        <>
          Everything that {yours ? "you" : "this account"} earned so far was collected. The next payment to a model will
          show here.
        </>
      )}
    </p>
  );
}
