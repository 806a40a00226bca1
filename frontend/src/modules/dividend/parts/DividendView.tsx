"use client";

import Link from "next/link";
import { useMemo, useRef } from "react";
import type { Address } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import { type Action, useAction } from "../../../action/useAction.ts";
import { useAssets, useChainNow, useLedger, useSeatMoney, useSource } from "../../../data/ledger.tsx";
import type { SeatMoney } from "../../../data/money.ts";
import { type SeatState, seatAt, seatGoneFrom, seatStateOf } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat } from "../../../data/types.ts";
import { amountText, longDay, number, shortAddress } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Exact } from "../../../ui/Exact.tsx";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import { useConnectDialog, useWallet } from "../../../wallet/useWallet.ts";
import { Receipt } from "../../rewards/parts/Receipt.tsx";
import { collecting, fitting } from "../../rewards/parts/sums.ts";
import { CredentialForm } from "./CredentialForm.tsx";
import { Everyone } from "./Everyone.tsx";
import { HowTo } from "./HowTo.tsx";
import { Moves } from "./Moves.tsx";
import { SeatEarned } from "./SeatEarned.tsx";
import { SeatStatus } from "./SeatStatus.tsx";
import { SeatTally } from "./SeatTally.tsx";
import { SeatWhy } from "./SeatWhy.tsx";
import { isSeveral, sumText } from "./words.ts";

export function DividendView() {
  const { ledger, trouble } = useLedger();
  const assets = useAssets();
  const now = useChainNow();
  const { address } = useWallet();
  const seat = ledger ? seatAt(ledger, address) : undefined;
  const money = useSeatMoney(seat);
  if (!ledger || !assets || now === undefined || (seat && !money)) {
    return (
      <>
        <div className="reward-head">
          <div>
            <h1>{t("The same for every member")}</h1>
            <Dashes widths={[72, 46]} />
          </div>
        </div>
        <Trouble words={trouble} />
        <div className="spread">
          <section className="block">
            <h2>{t("What a seat has earned")}</h2>
            <Dashes widths={[88, 88]} />
          </section>
        </div>
      </>
    );
  }
  const common = { ledger, assets, now, trouble };
  return seat && money && address ? (
    <Seated {...common} seat={seat} money={money} account={address} />
  ) : (
    <Unseated {...common} account={address} />
  );
}

type CommonProps = {
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
  now: number;
  trouble: string | undefined;
};

function Seated({
  ledger,
  assets,
  now,
  trouble,
  seat,
  money,
  account,
}: CommonProps & { seat: Seat; money: SeatMoney; account: Address }) {
  const source = useSource();
  const contracts = source?.config.deployment.contracts;
  const state = seatStateOf(seat, now);
  const { calls } = useMemo(
    () =>
      contracts
        ? collecting({ account, ledger, assets, positions: [], seat, dividend: money }, contracts, () => true)
        : { calls: [] },
    [account, ledger, assets, seat, money, contracts],
  );
  const action = useAction(`dividend:${seat.id}`, calls);
  const recorded = action.state.name === "recorded" ? action.state : undefined;
  const facts = { seat, state, money, ledger, assets };
  return (
    <>
      <div className="reward-head">
        <div>
          <Head {...facts} account={account} action={action} />
        </div>
        <SeatTally ledger={ledger} now={now} yours={seat} />
      </div>
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        {recorded && <Receipt to={account} block={recorded.block} receipts={recorded.receipts} assets={assets} />}
        <Moves ledger={ledger} account={account} seat={seat} now={now} />
        <Section id="seat" title={t("Your seat")}>
          <SeatStatus {...facts} />
        </Section>
        <Note>
          {t("A seat belongs to a person, not to a wallet, and not to what the person did. It is never bought.")}
        </Note>
        <Section id="earned" title={t("What it has earned")}>
          <SeatEarned {...facts} />
        </Section>
        <Note>
          {rich(
            "Anyone may press “collect” for anyone: the contract always pays the wallet at which the seat is. What you made earns beside it: <a>your rewards</a>",
            { a: (it) => <Link href="/rewards">{it}</Link> },
          )}
        </Note>
        <Section id="why" title={t("Why this much?")}>
          <SeatWhy {...facts} />
        </Section>
        <Note>
          {t(
            "Nobody’s dividend is larger for having done more or for having been here longer. Who joins later shares what comes in later.",
          )}
        </Note>
        <Section
          id="how"
          title={state === "active" || state === "due" ? t("How a seat is kept") : t("How it comes back")}
        >
          <HowTo periods={ledger.seatPeriods} state={state} />
          <CredentialForm account={account} seat={seat} now={now} />
        </Section>
        <Note>{t("One person, one seat. Who vouches for people is decided by vote.")}</Note>
      </div>
    </>
  );
}

type HeadProps = {
  seat: Seat;
  state: SeatState;
  money: SeatMoney;
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
  account: Address;
  action: Action;
};

function Head({ seat, state, money, ledger, assets, account, action }: HeadProps) {
  const due = ledger.assets
    .flatMap((address, i) => {
      const asset = assets.get(address.toLowerCase());
      const waiting = money.waiting[i] ?? 0n;
      return asset && waiting > 0n ? [{ asset, waiting }] : [];
    })
    .reverse();
  const members = ledger.members;
  const label = useRef<readonly string[]>([]);
  const text = due.map(({ asset, waiting }) => amountText(waiting, asset));
  if (text.length > 0 && ["ready", "checking", "connect", "idle"].includes(action.state.name)) label.current = text;
  const moving = !["connect", "switch", "idle", "checking", "ready", "refused"].includes(action.state.name);
  const [main, second] = due;
  const frozen = sumText(money.frozen, { ledger, assets });
  const lapsed = state === "lapsed" || state === "ended";
  return (
    <>
      <h1>
        {main ? (
          <span className="big" data-testid="dividend">
            <Exact value={main.waiting} asset={main.asset} />
            <small>{rich("{symbol} is yours", { symbol: main.asset.symbol })}</small>
          </span>
        ) : (
          <span style={{ fontSize: "var(--t-h1)" }}>
            {state === "lapsed"
              ? t("Your seat has lapsed")
              : state === "ended"
                ? seat.replaced
                  ? t("This seat was replaced")
                  : t("Your seat is gone for now")
                : t("Nothing is waiting now")}
          </span>
        )}
      </h1>
      <p className="lead">
        {main
          ? t("{second}Each of the {members} members gets the same of what all models earn, whatever they did.", {
              second: second
                ? t("And {waiting} beside it. ", { waiting: amountText(second.waiting, second.asset) })
                : "",
              members: number(members),
            })
          : state === "lapsed"
            ? frozen
              ? t(
                  "{frozen} that it earned {several, select, true {are} other {is}} kept for it. Renew it in time, and you can collect that.",
                  {
                    frozen,
                    several: isSeveral(money.frozen),
                  },
                )
              : t("It had nothing to collect. Renew it in time, and it earns again from then on.")
            : state === "ended"
              ? seat.replaced
                ? t("It wasn’t renewed in time, and another seat has taken its place. Connect the wallet of that one.")
                : t("It wasn’t renewed in time. With a new credential it begins anew.")
              : t(
                  "Your seat’s part of what the models earned so far was collected. The next payment to any model shows here, one of {members} equal parts.",
                  { members: number(members) },
                )}
      </p>
      {!lapsed && (due.length > 0 || moving) && (
        <div className="go">
          <ActionButton
            action={action}
            verb="pay"
            label={t("Collect {current}", { current: fitting(label.current) })}
            done={t("Collected")}
            idle={t("Nothing to collect")}
          >
            {rich("Goes to {wallet} in one transaction. Anyone may press this for you: it always pays you.", {
              wallet: <span className="mono">{shortAddress(account)}</span>,
            })}
          </ActionButton>
        </div>
      )}
    </>
  );
}

function Unseated({ ledger, assets, now, trouble, account }: CommonProps & { account: Address | undefined }) {
  const connect = useConnectDialog();
  const gone = account ? seatGoneFrom(ledger, account) : undefined;
  const members = ledger.members;
  return (
    <>
      <div className="reward-head">
        <div>
          <h1>
            <span style={{ fontSize: "var(--t-h1)" }}>
              {gone ? t("Your seat has moved") : account ? t("You hold no seat yet") : t("The same for every member")}
            </span>
          </h1>
          <p className="lead" data-testid="no-seat">
            {gone
              ? rich(
                  "Seat {id} left this wallet on {time}. What it earns, and what it had earned, is paid at {link}.",
                  {
                    id: number(gone.seat.id),
                    time: longDay(gone.time),
                    link: (
                      <Link className="mono" href={`/rewards/${gone.seat.wallet}`}>
                        {shortAddress(gone.seat.wallet)}
                      </Link>
                    ),
                  },
                )
              : t(
                  "A part of what every model earns belongs to all members, in equal parts: {members, plural, one {# seat} other {# seats}} now. A seat is one verified person. It costs nothing, and can’t be bought.",
                  { members },
                )}
          </p>
          {!account && (
            <>
              <button type="button" className="act pay mt-7" style={{ minWidth: 240 }} onClick={connect}>
                {t("Connect a wallet")}
              </button>
              <p className="after">{t("Nobody asks for your name.")}</p>
            </>
          )}
        </div>
        <SeatTally ledger={ledger} now={now} yours={undefined} />
      </div>
      <Trouble words={trouble} block={ledger.block} />
      <div className="spread">
        {account && <Moves ledger={ledger} account={account} seat={undefined} now={now} />}
        {!gone && (
          <>
            <Section id="how" title={t("How you get a seat")}>
              <HowTo periods={ledger.seatPeriods} state={undefined} />
              {account && <CredentialForm account={account} seat={undefined} now={now} />}
            </Section>
            <Note>{t("One person, one seat. Who vouches for people is decided by vote.")}</Note>
          </>
        )}
        <Section id="earned" title={t("What a seat has earned")}>
          <Everyone ledger={ledger} assets={assets} />
        </Section>
        <Note>
          {t("Nothing is retroactive: a new seat shares what comes in from then on, and takes nothing from anyone.")}
        </Note>
      </div>
    </>
  );
}
