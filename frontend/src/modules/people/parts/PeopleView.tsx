"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { isAddress } from "viem";
import { useLedger } from "../../../data/ledger.tsx";
import { capNow } from "../../../data/people.ts";
import { type Crowd, type Ledger, type PeopleFilter, peopleFilters } from "../../../data/types.ts";
import { useRows } from "../../../data/useRows.ts";
import { number, share, tokens } from "../../../format/format.ts";
import { type Message, msg, rich, t } from "../../../i18n/i18n.ts";
import { Dashes, Note, Section, Trouble, Who } from "../../../ui/parts.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { Term } from "../../../ui/Term.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";

const names: Readonly<Record<PeopleFilter, Message>> = {
  voice: msg("with a voice"),
  members: msg("members"),
  authors: msg("authors"),
  all: msg("everyone"),
};

export function PeopleView() {
  const { ledger, trouble } = useLedger();
  return (
    <>
      <div className="block">
        <h1>{t("Who decides")}</h1>
        <p className="lead mt-5">
          {rich(
            "<term>Voice</term> is earned by accepted work. Whoever has no time to vote can lend theirs to somebody they trust, and take it back at any moment; the work and the money stay theirs.",
            { term: (it) => <Term word="voice">{it}</Term> },
          )}
        </p>
      </div>
      <Trouble words={trouble} block={ledger?.block} />
      <div className="spread">
        {ledger?.crowd ? (
          <People ledger={ledger} crowd={ledger.crowd} />
        ) : (
          <section className="block">
            <h2>{t("People")}</h2>
            <Dashes widths={[88, 74, 66, 52]} />
          </section>
        )}
      </div>
    </>
  );
}

function People({ ledger, crowd }: { ledger: Ledger; crowd: Crowd }) {
  const [filter, setFilter] = useState<PeopleFilter>("voice");
  const [query, setQuery] = useState("");
  const { address: you } = useWallet();
  const cap = capNow(ledger);
  const { supply } = ledger;
  const { counts, over, most } = crowd;
  const wanted = query.trim().toLowerCase();
  const unfiltered = filter === "voice" && wanted === "";
  const shown = useRows(
    { of: "people", filter, text: wanted },
    { count: unfiltered || wanted === "" ? counts[filter] : counts.all, rows: unfiltered ? crowd.first : [] },
    `${counts.all} ${counts.members} ${supply}`,
  );
  const length = (voice: bigint) => `${Number((voice * 10_000n) / (most || 1n)) / 100}%`;
  return (
    <>
      <Section id="people" title={t("{people, plural, one {# person} other {# people}}", { people: counts.all })}>
        <Find onQuery={setQuery} />
        <Tabs
          legend={t("Which people")}
          tabs={peopleFilters.map((value) => ({ value, name: t(names[value]), count: number(counts[value]) }))}
          chosen={filter}
          onChoose={setFilter}
        />
        <VirtualList
          items={shown}
          keyOf={({ address }) => address}
          rowHeight={56}
          label={t("{shown, plural, one {# person} other {# people}}", { shown: shown.count })}
          empty={wanted ? t("Nobody here has an address with that in it.") : t("Nobody yet.")}
        >
          {({ address, voice, seat }) => (
            <div className="person-row">
              <Link href={`/people/${address}`}>
                <Who address={address} you={you} />
              </Link>
              <span className="pour" aria-hidden="true">
                <i className="ink-for" style={{ width: length(voice < cap || cap === 0n ? voice : cap) }} />
                {cap > 0n && voice > cap && (
                  <i className="over" style={{ left: length(cap), width: length(voice - cap) }} />
                )}
              </span>
              <span className="n">{supply > 0n ? share(voice, supply) : tokens(voice, 0)}</span>
              <span
                className={seat === undefined ? "seat empty" : "seat"}
                title={seat === undefined ? t("no seat") : t("member")}
              >
                <span className="vh">{seat === undefined ? t("no seat") : t("member")}</span>
              </span>
            </div>
          )}
        </VirtualList>
      </Section>
      <Note>
        <p>
          {rich(
            "Parts of all voice. A full bar is what counts; the empty end is what the cap takes off: one person never counts for more than {cap}{over}.",
            {
              cap: <b>{share(cap, supply, 0)}</b>,
              over: over > 0 && t(", and {over, plural, one {# holds} other {# hold}} more", { over }),
            },
          )}
        </p>
        <p>
          {t("A filled dot is a seat: one verified person. Only a voice that somebody with a seat casts is counted.")}
        </p>
      </Note>
    </>
  );
}

/** Filters as one types; a whole address opens its page. */
function Find({ onQuery }: { onQuery: (query: string) => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (isAddress(text.trim(), { strict: false })) router.push(`/people/${text.trim()}`);
  };
  return (
    <form className="field" onSubmit={go}>
      <label htmlFor="find">{t("Find somebody")}</label>
      <input
        id="find"
        type="text"
        autoComplete="off"
        spellCheck={false}
        placeholder="0x…"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          onQuery(target.value);
        }}
      />
      <small>{t("Any part of an address.")}</small>
    </form>
  );
}
