"use client";
import { contributorRewardsAbi } from "@commonmind/sdk";
import Link from "next/link";
import { useMemo, useRef, useState } from "react";
import { type Address, parseEventLogs } from "viem";
import { ActionButton } from "../../../action/ActionButton.tsx";
import { type Call, useAction } from "../../../action/useAction.ts";
import { type Claimable, useAssets, useClaimable, useLedger, useSource } from "../../../data/ledger.tsx";
import { collectedBy, earnedBy, titleOf } from "../../../data/questions.ts";
import type { Asset, Ledger, Model } from "../../../data/types.ts";
import {
  amount,
  amountText,
  count,
  monthOf,
  number,
  plural,
  share,
  shortAddress,
  shortDayAndTime,
} from "../../../format/format.ts";
import { GrowthRing } from "../../../ring/GrowthRing.tsx";
import { useRings } from "../../../ring/useRings.ts";
import { Dashes, Note, Section, Stamp, Trouble, workStamps } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";
import { EarningsRiver } from "./EarningsRiver.tsx";

/** Positions that one transaction pays: far below a block's limit, and a fee that people can see at once. */
const PER_CLAIM = 40;

export function RewardsView({ account }: { account: Address }) {
  const { ledger, trouble } = useLedger();
  const assets = useAssets();
  const { positions } = useClaimable(account);
  const { address } = useWallet();
  const yours = address?.toLowerCase() === account.toLowerCase();
  if (!ledger || !assets || !positions) {
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
  return (
    <Rewards account={account} ledger={ledger} assets={assets} positions={positions} yours={yours} trouble={trouble} />
  );
}

type RewardsProps = {
  account: Address;
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
  positions: readonly Claimable[];
  yours: boolean;
  trouble: string | undefined;
};

type Row = {
  model: Model;
  asset: Asset;
  index: number;
  waiting: bigint;
  collected: bigint;
  units: bigint;
  active: bigint;
};

function rowsOf({ ledger, assets, positions, account }: RewardsProps): Row[] {
  const known = ledger.assets.flatMap((address, index) => {
    const asset = assets.get(address.toLowerCase());
    return asset ? [{ asset, index }] : [];
  });
  return ledger.models.flatMap((model) => {
    const mine = positions.filter(({ work }) => work.modelId === model.id);
    if (mine.length === 0) return [];
    const inside = mine.filter(({ work }) => work.release !== undefined);
    const units = inside.reduce((sum, { leaf }) => sum + leaf.units, 0n);
    const shared = ledger.shared.filter(({ modelId }) => modelId === model.id);
    const active = shared.at(-1)?.active ?? 0n;
    // The token first: it is what most people count in.
    return known.toReversed().map(({ asset, index }) => {
      const waiting = mine.reduce((sum, it) => sum + (it.waiting[index] ?? 0n), 0n);
      const earned = mine.reduce((sum, it) => sum + earnedBy(ledger, it, asset.address), 0n);
      const most = collectedBy(ledger, account, asset.address);
      const collected = earned > waiting ? (earned - waiting < most ? earned - waiting : most) : 0n;
      return { model, asset, index, waiting, collected, units, active };
    });
  });
}

function Rewards(props: RewardsProps) {
  const { account, ledger, assets, positions, yours, trouble } = props;
  const source = useSource();
  const rows = rowsOf(props);
  const sums = ledger.assets
    .flatMap((address, index) => {
      const asset = assets.get(address.toLowerCase());
      const waiting = positions.reduce((sum, it) => sum + (it.waiting[index] ?? 0n), 0n);
      return asset ? [{ asset, waiting, collected: collectedBy(ledger, account, address) }] : [];
    })
    .toReversed();
  const due = useMemo(() => positions.filter(({ waiting }) => waiting.some((it) => it > 0n)), [positions]);
  const rewards = source?.config.deployment.contracts.contributorRewards;
  const fresh = useMemo((): Call[] => {
    if (!rewards) return [];
    const calls: Call[] = [];
    for (let i = 0; i < due.length; i += PER_CLAIM) {
      const ids = due.slice(i, i + PER_CLAIM).map(({ id }) => id);
      calls.push({
        address: rewards,
        abi: contributorRewardsAbi,
        functionName: "claim",
        args: [account, ids, ledger.assets],
      });
    }
    return calls;
  }, [rewards, account, due, ledger.assets]);
  const action = useAction(`collect:${account}`, fresh);
  const { state } = action;
  const shownSums = sums.filter(({ waiting }) => waiting > 0n);
  const label = useRef("");
  const text = shownSums.map(({ asset, waiting }) => amountText(waiting, asset)).join(" and ");
  if (
    text &&
    (state.name === "ready" || state.name === "checking" || state.name === "connect" || state.name === "idle")
  )
    label.current = text;
  const paid = state.name === "recorded" ? receiptOf(state.receipts, assets) : undefined;
  const main = shownSums[0] ?? sums[0];
  const second = shownSums[1];
  const model = rows[0]?.model ?? ledger.models[0];
  const ring = useRings().get(model?.id ?? 0);
  const works = new Set(positions.map(({ work }) => work.id)).size;
  const busyOrDone = !["connect", "switch", "idle"].includes(state.name);

  return (
    <>
      <div className="reward-head">
        <div>
          <h1>
            {positions.length > 0 && shownSums.length === 0 ? (
              <span style={{ fontSize: "var(--t-h1)" }}>Nothing is waiting now</span>
            ) : positions.length === 0 ? (
              <span style={{ fontSize: "var(--t-h1)" }}>
                {yours ? "You have" : "This account has"} no work in a model yet
              </span>
            ) : (
              main && (
                <span className="big" data-testid="waiting">
                  {amount(main.waiting, main.asset)}
                  <small>
                    {main.asset.symbol} {yours ? "is yours" : `waits for ${shortAddress(account)}`}
                  </small>
                </span>
              )
            )}
          </h1>
          <p className="lead">
            {positions.length === 0 ? (
              <>
                Accepted work earns a share of what its model earns, from the release that it joins.{" "}
                <Link href="/contribute">Add some work</Link>
              </>
            ) : shownSums.length > 0 ? (
              <>
                {second ? `And ${amount(second.waiting, second.asset)} ${second.asset.symbol} beside it. ` : ""}It was
                earned by {yours ? "your" : "its"} work in {count(works)} {plural(works, "contribution")}. It stays{" "}
                {yours ? "yours" : "theirs"} however long {yours ? "you leave" : "they leave"} it here.
              </>
            ) : (
              <>
                Everything that {yours ? "you" : "this account"} earned so far was collected. The next payment to a
                model will show here.
              </>
            )}
          </p>
          {(due.length > 0 || busyOrDone) && (
            <div className="go">
              <ActionButton
                action={action}
                verb="pay"
                label={`Collect ${fitting(label.current)}`}
                done="Collected"
                idle="Nothing to collect"
              >
                Goes to <span className="mono">{shortAddress(account)}</span> in{" "}
                {fresh.length === 1
                  ? "one transaction"
                  : `${count(fresh.length)} transactions, ${PER_CLAIM} pieces of work each`}
                . Anyone may press this for {yours ? "you" : "them"}: it always pays {yours ? "you" : "them"}.
              </ActionButton>
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
      {positions.length > 0 && (
        <div className="spread">
          {paid && paid.length > 0 && state.name === "recorded" && (
            <>
              <Section id="receipt" title="Your receipt">
                <ol className="receipt" data-testid="receipt">
                  {paid.map(({ asset, sum }, i) => (
                    <li key={asset.address} className="you">
                      <span>{i + 1}</span>
                      <span>Paid to {shortAddress(account)}</span>
                      <span className="num">
                        {amount(sum, asset)} {asset.symbol}
                      </span>
                    </li>
                  ))}
                </ol>
                <p className="cap mt-2" style={{ overflowWrap: "anywhere" }}>
                  Block {number(state.block)}, {plural(state.receipts.length, "transaction")}{" "}
                  <span className="mono">{state.receipts.map(({ transactionHash }) => transactionHash).join(" ")}</span>
                </p>
              </Section>
              <Note>
                A receipt is the chain’s own record of the payment. Anyone can check it, now and in ten years.
              </Note>
            </>
          )}
          <FromWhere rows={rows} sums={sums} yours={yours} />
          <Why {...props} rows={rows} />
          <YourWork {...props} />
        </div>
      )}
    </>
  );
}

/** Two sums don't fit the width of a button that must not change. */
const fitting = (text: string) => (text.length > 34 ? (text.split(" and ")[0] ?? text).concat(" and more") : text);

function receiptOf(
  receipts: readonly { logs: unknown }[],
  assets: ReadonlyMap<string, Asset>,
): { asset: Asset; sum: bigint }[] {
  const sums = new Map<string, bigint>();
  for (const { logs } of receipts) {
    for (const { args } of parseEventLogs({ abi: contributorRewardsAbi, eventName: "Claimed", logs: logs as never })) {
      const key = args.asset.toLowerCase();
      sums.set(key, (sums.get(key) ?? 0n) + args.amount);
    }
  }
  return [...sums].flatMap(([key, sum]) => {
    const asset = assets.get(key);
    return asset ? [{ asset, sum }] : [];
  });
}

type Sum = { asset: Asset; waiting: bigint; collected: bigint };

function FromWhere({ rows, sums, yours }: { rows: readonly Row[]; sums: readonly Sum[]; yours: boolean }) {
  return (
    <>
      <Section id="from" title="From where">
        <table className="mt-5">
          <thead>
            <tr>
              <th>Source</th>
              <th className="n hp">{yours ? "Your share now" : "Share now"}</th>
              <th className="n hp">Collected before</th>
              <th className="n">Waiting</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ model, asset, waiting, collected, units, active }) => (
              <tr key={`${model.id}-${asset.address}`}>
                <td>
                  {model.name}, in {asset.symbol}
                </td>
                <td className="n hp">{active === 0n ? "from its next release" : share(units, active, 2)}</td>
                <td className="n hp">{amount(collected, asset)}</td>
                <td className={waiting > 0n ? "n pay" : "n"}>{amount(waiting, asset)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {sums.map(({ asset, waiting, collected }, i) => (
              <tr key={asset.address}>
                <td style={i > 0 ? { borderTop: 0 } : undefined}>Together in {asset.symbol}</td>
                <td className="n hp" style={i > 0 ? { borderTop: 0 } : undefined} />
                <td className="n hp" style={i > 0 ? { borderTop: 0 } : undefined}>
                  {amount(collected, asset)}
                </td>
                <td className="n pay" style={i > 0 ? { borderTop: 0 } : undefined}>
                  {amount(waiting, asset)}
                </td>
              </tr>
            ))}
          </tfoot>
        </table>
      </Section>
      <Note>
        {yours ? "Your" : "A"} share of a model is {yours ? "your" : "the"} accepted work, divided by everybody’s
        accepted work, in the release that earned the money.
      </Note>
    </>
  );
}

function Why({ ledger, positions, rows, yours }: RewardsProps & { rows: readonly Row[] }) {
  const row = rows.find(({ waiting, collected }) => waiting + collected > 0n);
  const [largest, setLargest] = useState<string>();
  if (!row) return null;
  const { model, asset } = row;
  const key = asset.address.toLowerCase();
  const split = model.earned.get(key);
  if (!split) return null;
  const works = new Map<bigint, { name: string; earned: bigint; score: number | undefined; month: string }>();
  for (const position of positions) {
    const { work } = position;
    if (work.modelId !== model.id) continue;
    const earned = earnedBy(ledger, position, asset.address);
    const entry = works.get(work.id) ?? {
      name: titleOf(work),
      earned: 0n,
      score: work.score,
      month: monthOf(work.submittedAt),
    };
    works.set(work.id, { ...entry, earned: entry.earned + earned });
  }
  const pieces = [...works.values()].filter(({ earned }) => earned > 0n).sort((a, b) => (a.earned > b.earned ? -1 : 1));
  const total = pieces.reduce((sum, { earned }) => sum + earned, 0n);
  const top = pieces[0];
  const releases = [...new Set(ledger.shared.filter((it) => it.modelId === model.id).map(({ release }) => release))];
  const part = split.contributors === 0n ? "0%" : share(total, split.contributors, 2);
  const text = (value: bigint) => amount(value, asset);
  return (
    <>
      <Section id="why" title={yours ? "Why did I get this?" : "Why did they get this?"}>
        <p className="dim measure">
          Follow the money from the people who paid, in {asset.symbol}.{" "}
          <span className="only-wide">Every width is to scale.</span>
        </p>
        <EarningsRiver
          asset={asset}
          model={model.name}
          split={split}
          total={total}
          part={part}
          pieces={pieces}
          yours={yours}
          marked={largest}
          onMark={setLargest}
        />
        <ol className="receipt">
          <li>
            <span>1</span>
            <span>People paid to use {model.name}</span>
            <span className="num">{text(split.received)}</span>
          </li>
          <li>
            <span>2</span>
            <span>{share(split.contributors, split.received, 0)} of it belongs to the people who built it</span>
            <span className="num">{text(split.contributors)}</span>
          </li>
          <li>
            <span>3</span>
            <span>
              {yours ? "Your" : "This"} accepted work is {part} of that, over {count(releases.length)}{" "}
              {plural(releases.length, "release")}
            </span>
            <span className="num">{text(total)}</span>
          </li>
          <li>
            <span>4</span>
            <span>Collected before</span>
            <span className="num">− {text(row.collected)}</span>
          </li>
          <li className="you">
            <span>5</span>
            <span>Waiting now</span>
            <span className="num">{text(row.waiting)}</span>
          </li>
        </ol>
      </Section>
      <Note>
        {top && (
          <p>
            Most of it comes from <b>{top.name}</b>
            {top.score === undefined ? "" : ", which was scored "}
            {top.score === undefined ? "" : <b>{top.score}</b>}
            {top.score === undefined ? "" : " of 100"}. The score weighs the work; nobody can change it afterwards.
          </p>
        )}
      </Note>
    </>
  );
}

const FIRST = 10;

function YourWork({ ledger, assets, positions, yours }: RewardsProps) {
  const [all, setAll] = useState(false);
  const known = ledger.assets.flatMap((address, index) => {
    const asset = assets.get(address.toLowerCase());
    return asset ? [{ asset, index }] : [];
  });
  const main = known.at(-1);
  const byUnits = positions.toSorted((a, b) => {
    const [x, y] = [a.waiting[main?.index ?? 0] ?? 0n, b.waiting[main?.index ?? 0] ?? 0n];
    return x === y ? Number(b.leaf.units - a.leaf.units) : x > y ? -1 : 1;
  });
  return (
    <>
      <Section id="work" title={yours ? "Your work, piece by piece" : "The work, piece by piece"}>
        <table className="mt-5">
          <thead>
            <tr>
              <th>Contribution</th>
              <th className="hp">Joined</th>
              <th className="n hp">Units</th>
              <th className="n hp">Score</th>
              <th className="n">Waiting, {main?.asset.symbol}</th>
              <th className="hp" style={{ paddingLeft: 18 }}>
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {(all ? byUnits : byUnits.slice(0, FIRST)).map(({ id, leaf, work, waiting }) => (
              <tr key={id.toString()}>
                <td>
                  <Link href={`/contributions/${work.id}`}>
                    {titleOf(work)}, line {(leaf.index + 1n).toString()}
                  </Link>
                </td>
                <td className="hp">
                  {work.release === undefined ? "with the next release" : `release ${work.release}`}
                </td>
                <td className="n hp">{number(leaf.units)}</td>
                <td className="n hp">{work.score ?? "–"}</td>
                <td className="n">{main ? amount(waiting[main.index] ?? 0n, main.asset) : "–"}</td>
                <td className="hp" style={{ paddingLeft: 18 }}>
                  <Stamp
                    look={leaf.withdrawn ? { ink: "warn", waiting: false, words: "withdrawn" } : workStamps[work.state]}
                    flat
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {byUnits.length > FIRST && (
          <button type="button" className="quiet mt-2" onClick={() => setAll(!all)}>
            {all ? "Only the largest" : `All ${byUnits.length} pieces of work`}
          </button>
        )}
        <Collected ledger={ledger} assets={assets} positions={positions} />
      </Section>
      <Note>“Final” work joins with the next release. From then on it earns, whether you look or not.</Note>
    </>
  );
}

function Collected({ ledger, assets, positions }: Pick<RewardsProps, "ledger" | "assets" | "positions">) {
  const account = positions[0]?.leaf.author.toLowerCase();
  const payments = ledger.collected
    .filter((it) => it.account.toLowerCase() === account)
    .toReversed()
    .slice(0, 6);
  if (payments.length === 0) return null;
  return (
    <>
      <h3 className="mt-10">Collected before</h3>
      <ul className="ruled log" style={{ marginTop: 12 }}>
        {payments.map(({ time, asset, amount: sum, hash }) => {
          const known = assets.get(asset.toLowerCase());
          return (
            <li key={`${hash}-${asset}`}>
              <span className="mono">{shortDayAndTime(time)}</span>
              <span className="num">
                {known ? `${amount(sum, known)} ${known.symbol}` : sum.toString()}{" "}
                <span className="cap inline mono">{hash.slice(0, 10)}…</span>
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
