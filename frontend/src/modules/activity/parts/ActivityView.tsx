"use client";

import { showValue } from "@commonmind/sdk";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type Address, isAddress } from "viem";
import { type Activity, activityOf, eventNames } from "../../../data/activity.ts";
import { useAssets, useLedger, useRecordedBlock, useSource } from "../../../data/ledger.tsx";
import type { Source } from "../../../data/source.ts";
import { amountText, number, shortAddress, stamp } from "../../../format/format.ts";
import { msg, rich, t } from "../../../i18n/i18n.ts";
import { Dashes, Note, Section, Trouble } from "../../../ui/parts.tsx";
import { saveFile } from "../../../ui/saveFile.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { activityCsv } from "./csv.ts";
import { type EventContext, eventWords } from "./eventWords.ts";

const PAGE = 60;
/** As many as a spreadsheet bears. */
const MOST_ROWS = 100_000;
const CSV_PAGE = 1_000;

const groups = {
  everything: { name: msg("everything"), contracts: undefined },
  work: { name: msg("work"), contracts: ["ContributionRegistry", "Duplicates"] },
  review: { name: msg("review"), contracts: ["ReviewPanel"] },
  money: {
    name: msg("models and money"),
    contracts: ["ModelRegistry", "Treasury", "ContributorRewards", "UniversalDividend"],
  },
  votes: { name: msg("votes"), contracts: ["CommonsGovernor"] },
  members: { name: msg("members and voice"), contracts: ["MemberRegistry", "ContributionToken"] },
  power: { name: msg("who may do what"), contracts: ["AccessManager", "Timelock"] },
} as const;
type Group = keyof typeof groups;

export function ActivityView() {
  const source = useSource();
  const { ledger, trouble } = useLedger();
  return (
    <>
      <div className="block">
        <h1>{t("Every event")}</h1>
        <p className="lead mt-5">
          {t(
            "All that ever happened here, as the contracts said it, the newest first. Nothing is left out, and nobody can change it.",
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        {source && ledger ? (
          <Events source={source} />
        ) : (
          <section className="block">
            <h2>{t("Events")}</h2>
            <Dashes widths={[80, 66, 72, 58]} />
          </section>
        )}
      </div>
    </>
  );
}

function Events({ source }: { source: Source }) {
  const [group, setGroup] = useState<Group>("everything");
  const [text, setText] = useState("");
  const { ledger } = useLedger();
  const assets = useAssets();
  const block = useRecordedBlock();
  const { deployment } = source.config;
  const typed = text.trim();
  const account = isAddress(typed, { strict: false }) ? (typed as Address) : undefined;
  const contracts = groups[group].contracts;
  const names = contracts && eventNames(deployment, contracts);
  // Two contracts may have an event of one name: the contract decides.
  const ours = (event: Activity) =>
    contracts === undefined || (contracts as readonly string[]).includes(event.contract);
  const { data, error, isPending, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["activity", deployment.chainHash, group, account, block.toString()],
    initialPageParam: undefined as bigint | undefined,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    queryFn: ({ pageParam }) =>
      activityOf(source)({
        limit: PAGE,
        ...(pageParam === undefined ? {} : { before: pageParam }),
        ...(names ? { names } : {}),
        ...(account ? { account } : {}),
      }),
    getNextPageParam: ({ events, more }) => (more ? events.at(-1)?.seq : undefined),
  });
  const events = (data?.pages ?? []).flatMap((page) => page.events).filter(ours);
  const context: EventContext = {
    model: (id) => ledger?.models.find((it) => it.id === id)?.name ?? t("model {id}", { id }),
    vote: (id) => ledger?.proposals.find((it) => it.id === id)?.title ?? t("vote {id}", { id }),
    money: (asset, amount) => {
      const known = assets?.get(asset.toLowerCase());
      return known
        ? amountText(amount, known)
        : t("{amount} units of {asset}", { amount, asset: shortAddress(asset as Address) });
    },
    symbol: (asset) => assets?.get(asset.toLowerCase())?.symbol ?? shortAddress(asset as Address),
  };
  return (
    <>
      <Section id="events" title={t("Events")}>
        <div className="field">
          <label htmlFor="account">{t("About whom")}</label>
          <input
            id="account"
            type="text"
            autoComplete="off"
            spellCheck={false}
            placeholder="0x…"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <small>{typed && !account ? t("Write the whole address.") : t("An address, or nothing for everyone.")}</small>
        </div>
        <Tabs
          legend={t("Which events")}
          tabs={(Object.keys(groups) as Group[]).map((value) => ({ value, name: t(groups[value].name) }))}
          chosen={group}
          onChoose={setGroup}
        />
        {error ? (
          <p className="trouble">
            {rich(
              "<b>Events can’t be read just now.</b> The chain doesn’t answer. What you saw before is still true.",
              { b: (it) => <b>{it}</b> },
            )}
          </p>
        ) : isPending ? (
          <Dashes widths={[80, 66, 72, 58]} />
        ) : events.length === 0 ? (
          <p className="dim measure mt-4">{t("Nothing of that kind has happened yet.")}</p>
        ) : (
          <ul className="ruled log events" data-testid="events">
            {events.map((event) => (
              <Row key={event.seq.toString()} event={event} context={context} />
            ))}
          </ul>
        )}
        <p className="mt-4 flex flex-wrap gap-x-7">
          {hasNextPage && (
            <button type="button" className="quiet" onClick={() => fetchNextPage()} disabled={isFetching}>
              {isFetching ? t("Reading") : t("Earlier events")}
            </button>
          )}
          {events.length > 0 && (
            <Export
              {...{ source, names, account, context, ours }}
              name={`commonmind-${group}${account ? `-${account.slice(2, 8)}` : ""}.csv`}
            />
          )}
        </p>
      </Section>
      <Note>
        {t(
          "Each line opens to what the chain itself says, word for word. From these lines alone anyone can rebuild every balance, tally and score.",
        )}
      </Note>
    </>
  );
}

/** Characters of an event that a line opens to. */
const LONGEST = 4_000;

function Row({ event, context }: { event: Activity; context: EventContext }) {
  const { text, href } = eventWords(event, context);
  const args = showValue(event.args);
  return (
    <li>
      <span className="mono">{stamp(event.time)}</span>
      <details>
        <summary>
          <span>{text}</span>
        </summary>
        {href && (
          <Link className="quiet" href={href}>
            {t("What it is about")}
          </Link>
        )}
        <div className="raw">
          {event.contract}.{event.name}({args.slice(0, LONGEST)}
          {args.length > LONGEST &&
            t("… and {more} more characters, in the table", { more: number(args.length - LONGEST) })}
          )
          <br />
          {t("block")} {number(event.block)}
          {t(", transaction")} {event.transaction}
        </div>
      </details>
    </li>
  );
}

type ExportProps = {
  source: Source;
  names: readonly string[] | undefined;
  account: Address | undefined;
  context: EventContext;
  ours: (event: Activity) => boolean;
  name: string;
};

/** All that fits the filter, however many pages it takes. */
function Export({ source, names, account, context, ours, name }: ExportProps) {
  const [said, setSaid] = useState<string>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const all: Activity[] = [];
      for (let before: bigint | undefined; ; ) {
        const page = await activityOf(source)({
          limit: CSV_PAGE,
          ...(before === undefined ? {} : { before }),
          ...(names ? { names } : {}),
          ...(account ? { account } : {}),
        });
        all.push(...page.events.filter(ours));
        setSaid(t("{all} so far", { all: number(all.length) }));
        before = page.events.at(-1)?.seq;
        if (!page.more || before === undefined || all.length >= MOST_ROWS) break;
      }
      saveFile(
        name,
        "text/csv",
        activityCsv(all, (event) => eventWords(event, context).text),
      );
      setSaid(
        t("{all, plural, one {# line} other {# lines}} saved{cut, select, true {, the newest} other {}}", {
          all: all.length,
          cut: all.length >= MOST_ROWS,
        }),
      );
    } catch {
      setSaid(t("The chain doesn’t answer. Nothing was saved."));
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="flex flex-wrap items-center gap-x-4">
      <button type="button" className="quiet" onClick={save} disabled={busy}>
        {t("Save as a table (CSV)")}
      </button>
      <span className="cap" aria-live="polite">
        {said}
      </span>
    </span>
  );
}
