"use client";

import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import type { Address } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import { useAction } from "../../../action/useAction.ts";
import { useAssets, useChainNow, useClaimable, useLedger, useSeatMoney, useSource } from "../../../data/ledger.tsx";
import { type SeatState, seatAt, seatStateOf } from "../../../data/seats.ts";
import { amount, amountText, capital, count, shortAddress } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
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
            <h2>{t("From where")}</h2>
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
  const label = useRef<readonly string[]>([]);
  const text = collected.map(({ asset, waiting }) => amountText(waiting, asset));
  if (text.length > 0 && ["ready", "checking", "connect", "idle"].includes(state.name)) label.current = text;
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
                  {main.asset.symbol}{" "}
                  {yours ? t("is yours") : t("waits for {account}", { account: shortAddress(account) })}
                </small>
              </span>
            ) : (
              <span style={{ fontSize: "var(--t-h1)" }}>
                {known
                  ? t("Nothing is waiting now")
                  : t("{yours, select, true {You have} other {This account has}} no work in a model yet", { yours })}
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
                label={t("Collect {current}", { current: fitting(label.current) })}
                done={t("Collected")}
                idle={t("Nothing to collect")}
              >
                {rich(
                  "Goes to {wallet} in {calls}. Anyone may press this for {yours, select, true {you} other {them}}: it always pays {yours, select, true {you} other {them}}.",
                  {
                    wallet: <span className="mono">{shortAddress(account)}</span>,
                    calls: transactions(calls.length),
                    yours,
                  },
                )}
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
                        {rich("Only {symbol}", { symbol: asset.symbol })}
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
              label={t("{name}, with {yours, select, true {your} other {this account's}} work in moss", {
                name: model?.name,
                yours,
              })}
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
const transactions = (many: number): string =>
  many <= 1 ? t("one transaction") : t("{many} transactions", { many: count(many) });

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
    ...(works > 0
      ? [
          t(
            "{yours, select, true {your} other {its}} work in {works} {manyWorks, plural, one {contribution} other {contributions}}",
            { yours, works: count(works), manyWorks: works },
          ),
        ]
      : []),
    ...(seated ? [t("{yours, select, true {your} other {its}} seat", { yours })] : []),
  ];
  return (
    <p className="lead">
      {!known
        ? rich(
            "Accepted work earns a share of what its model earns, from the release that it joins. <a>Add some work</a>",
            { a: (it) => <Link href="/contribute">{it}</Link> },
          )
        : due.length > 0
          ? rich(
              "{second}{sources} It stays {yours, select, true {yours} other {theirs}} however long {yours, select, true {you leave} other {they leave}} it here.",
              {
                second: second
                  ? t("And {waiting} {symbol} beside it. ", {
                      waiting: amount(second.waiting, second.asset),
                      symbol: second.asset.symbol,
                    })
                  : "",
                sources: capital(t("it was earned by {sources}.", { sources: sources.join(t(" and by ")) })),
                yours,
              },
            )
          : state === "lapsed" || state === "ended"
            ? t(
                "{yours, select, true {Your} other {Its}} seat has lapsed{frozen, select, true {, and what it earned is frozen} other {}}. How that stands is said below.",
                { yours, frozen: Boolean(frozen) },
              )
            : t(
                "Everything that {yours, select, true {you} other {this account}} earned so far was collected. The next payment to a model will show here.",
                { yours },
              )}
    </p>
  );
}
