import { kindName } from "@commonmind/sdk";
import Link from "next/link";
import { useReviewRules } from "../../../data/ledger.tsx";
import type { Kind } from "../../../data/types.ts";
import { duration } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note } from "../../../ui/parts.tsx";
import type { Built } from "../pieces/manifest.ts";
import { SaveList } from "../pieces/SaveList.tsx";
import { Stored } from "../pieces/Stored.tsx";

type SubmittedProps = {
  readonly id: bigint;
  readonly kind: Kind;
  readonly items: bigint;
  readonly built: Built | undefined;
  /** The list of pieces, as a file. */
  readonly list: Blob | undefined;
  /** This browser keeps it as well. */
  readonly kept: boolean;
  /** Where that is to be stored, with the files that reviewers may read; undefined where there is no store. */
  readonly stored: { readonly url: string; readonly cid: string; readonly files: readonly File[] } | undefined;
};

/** What stands there once the work is in: its number, what is stored, and what happens next. */
export function Submitted({ id, kind, items, built, list, kept, stored }: SubmittedProps) {
  const rules = useReviewRules();
  return (
    <>
      <div className="block">
        <h1>{t("Thank you. It is in.")}</h1>
        <p className="lead mt-5" data-testid="submitted" data-id={id.toString()}>
          {rich(
            "Your work is <b>contribution {id}</b>: {items, plural, one {# piece} other {# pieces}} of {kind}. It is in review now, and has to be scored within {rules}.",
            {
              b: (it) => <b>{it}</b>,
              id: id.toString(),
              items,
              kind: kindName(kind),
              rules: rules ? duration(rules.review) : t("the review period"),
            },
          )}
        </p>
        <p className="mt-7 flex flex-wrap gap-x-7">
          <Link className="act work" href={`/contributions/${id}`}>
            {rich("See contribution {id}", { id: id.toString() })}
          </Link>
          {built && list && <SaveList root={built.root} list={list} />}
        </p>
        {list && !kept && (
          <p className={stored ? "after" : "after warn"}>
            {t("The list is too long for this browser to keep. Save it to a file.")}
          </p>
        )}
        {stored && list && <Stored {...stored} list={list} known={built?.files ?? []} />}
      </div>
      <div className="spread">
        <section className="block">
          <h2>{t("What happens next")}</h2>
          <ol className="receipt">
            {[
              t("Members who are drawn by lot score it, from 0 to 100. From 50 on it is accepted."),
              t(
                "Then it waits for the challenge period: a member may have a larger panel judge again. After that it is final.",
              ),
              t("It joins the model with the next release, and earns from then on."),
            ].map((step, i) => (
              <li key={step}>
                <span>{i + 1}</span>
                <span>{step}</span>
                <span />
              </li>
            ))}
          </ol>
          <button type="button" className="quiet mt-4" onClick={() => location.reload()}>
            {t("Add more work")}
          </button>
        </section>
        <Note>
          {t("Keep the list of pieces. It proves line by line what was yours, to anyone, without asking us.")}
        </Note>
      </div>
    </>
  );
}
