"use client";
import { showValue } from "@commonmind/sdk";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { type Address, isAddress } from "viem";
import { type Activity, activityOf, eventNames } from "../../../data/activity.ts";
import { useAssets, useLedger, useRecordedBlock, useSource } from "../../../data/ledger.tsx";
import type { Source } from "../../../data/source.ts";
import { amountText, number, plural, shortAddress, stamp } from "../../../format/format.ts";
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
  everything: { name: "everything", contracts: undefined },
  work: { name: "work", contracts: ["ContributionRegistry", "Duplicates"] },
  review: { name: "review", contracts: ["ReviewPanel"] },
  money: {
    name: "models and money",
    contracts: ["ModelRegistry", "Treasury", "ContributorRewards", "UniversalDividend"],
  },
  votes: { name: "votes", contracts: ["CommonsGovernor"] },
  members: { name: "members and voice", contracts: ["MemberRegistry", "ContributionToken"] },
  power: { name: "who may do what", contracts: ["AccessManager", "Timelock"] },
} as const;
type Group = keyof typeof groups;

export function ActivityView() {
  const source = useSource();
  const { ledger, trouble } = useLedger();
  return (
    <>
      <div className="block">
        <h1>Every event</h1>
        <p className="lead mt-5">
          All that ever happened here, as the contracts said it, the newest first. Nothing is left out, and nobody can
          change it.
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        {source && ledger ? (
          <Events source={source} />
        ) : (
          <section className="block">
            <h2>Events</h2>
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
    model: (id) => ledger?.models.find((it) => it.id === id)?.name ?? `model ${id}`,
    vote: (id) => ledger?.proposals.find((it) => it.id === id)?.title ?? `vote ${id}`,
    money: (asset, amount) => {
      const known = assets?.get(asset.toLowerCase());
      return known ? amountText(amount, known) : `${amount} units of ${shortAddress(asset as Address)}`;
    },
    symbol: (asset) => assets?.get(asset.toLowerCase())?.symbol ?? shortAddress(asset as Address),
  };
  return (
    <>
      <Section id="events" title="Events">
        <div className="field">
          <label htmlFor="account">About whom</label>
          <input
            id="account"
            type="text"
            autoComplete="off"
            spellCheck={false}
            placeholder="0x…"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
          <small>{typed && !account ? "Write the whole address." : "An address, or nothing for everyone."}</small>
        </div>
        <Tabs
          legend="Which events"
          tabs={(Object.keys(groups) as Group[]).map((value) => ({ value, name: groups[value].name }))}
          chosen={group}
          onChoose={setGroup}
        />
        {error ? (
          <p className="trouble">
            <b>Events can’t be read just now.</b> The chain doesn’t answer. What you saw before is still true.
          </p>
        ) : isPending ? (
          <Dashes widths={[80, 66, 72, 58]} />
        ) : events.length === 0 ? (
          <p className="dim measure mt-4">Nothing of that kind has happened yet.</p>
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
              {isFetching ? "Reading" : "Earlier events"}
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
        Each line opens to what the chain itself says, word for word. From these lines alone anyone can rebuild every
        balance, tally and score.
      </Note>
    </>
  );
}

function Row({ event, context }: { event: Activity; context: EventContext }) {
  const { text, href } = eventWords(event, context);
  return (
    <li>
      <span className="mono">{stamp(event.time)}</span>
      <details>
        <summary>
          <span>{text}</span>
        </summary>
        {href && (
          <Link className="quiet" href={href}>
            What it is about
          </Link>
        )}
        <div className="raw">
          {event.contract}.{event.name}({showValue(event.args)})
          <br />
          block {number(event.block)}, transaction {event.transaction}
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
        setSaid(`${number(all.length)} so far`);
        before = page.events.at(-1)?.seq;
        if (!page.more || before === undefined || all.length >= MOST_ROWS) break;
      }
      saveFile(
        name,
        "text/csv",
        activityCsv(all, (event) => eventWords(event, context).text),
      );
      setSaid(
        `${number(all.length)} ${plural(all.length, "line")} saved${all.length >= MOST_ROWS ? ", the newest" : ""}`,
      );
    } catch {
      setSaid("The chain doesn’t answer. Nothing was saved.");
    } finally {
      setBusy(false);
    }
  };
  return (
    <span className="flex flex-wrap items-center gap-x-4">
      <button type="button" className="quiet" onClick={save} disabled={busy}>
        Save as a table (CSV)
      </button>
      <span className="cap" aria-live="polite">
        {said}
      </span>
    </span>
  );
}
