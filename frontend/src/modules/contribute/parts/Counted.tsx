import { count, number } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Term } from "../../../ui/Term.tsx";
import type { Built } from "../pieces/manifest.ts";
import { SaveList } from "../pieces/SaveList.tsx";
import { MOST } from "../pieces/store.ts";

type CountedProps = {
  built: Built;
  /** The list of pieces, once it is written. */
  list: Blob | undefined;
};

/** What somebody's work comes to, before it is handed in. */
export function Counted({ built, list }: CountedProps) {
  return (
    <>
      <dl className="kv mt-5" data-testid="count">
        <dt>{t("Pieces")}</dt>
        <dd className="num">
          {number(built.items)}
          {built.repeated > 0 &&
            t(" ({repeated} stood there twice and count once)", { repeated: count(built.repeated) })}
        </dd>
        <dt>{rich("<term>Units</term> before scoring", { term: (it) => <Term word="units">{it}</Term> })}</dt>
        <dd className="num">{number(built.units)}</dd>
        <dt>{t("Fingerprint")}</dt>
        <dd className="mono" style={{ overflowWrap: "anywhere" }}>
          {built.root}
        </dd>
      </dl>
      <p className="mt-2">{list && <SaveList root={built.root} list={list} />}</p>
      {list && list.size > MOST && (
        <p className="trouble">
          {rich(
            "<b>This is more than a page can show.</b> The list of pieces has {bytes} bytes, and reviewers read up to {most}: hand it in as several contributions.",
            { b: (it) => <b>{it}</b>, bytes: number(list.size), most: number(MOST) },
          )}
        </p>
      )}
    </>
  );
}
