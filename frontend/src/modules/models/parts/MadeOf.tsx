import { kindName } from "@commonmind/sdk";
import Link from "next/link";
import type { Address } from "viem";
import type { Model } from "../../../data/types.ts";
import { share } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { type Bar, Bars } from "../../../ui/Bars.tsx";
import { Note, Section, Who } from "../../../ui/parts.tsx";

const FIRST = 10;

/** Whose work the model is, by units: the largest ten, you, and all others as one dotted bar. */
export function MadeOf({ model, you }: { model: Model; you: Address | undefined }) {
  const { people, count, kinds, unclaimed, total } = model.sums.madeOf;
  if (total === 0n) return null;
  const yours = you?.toLowerCase();
  const first = people.slice(0, FIRST);
  const me = people.find(({ author }) => author.toLowerCase() === yours);
  const shown = me && !first.includes(me) ? [...first, me] : first;
  const rest = count - shown.length;
  const others = total - unclaimed - shown.reduce((sum, { units }) => sum + units, 0n);
  const most = first[0]?.units ?? 1n;
  const length = (units: bigint) => Number((units * 10_000n) / most) / 10_000;
  const bars: Bar[] = shown.map(({ author, units }) => ({
    key: author,
    name: (
      <Link href={`/people/${author}`}>
        <Who address={author} />
      </Link>
    ),
    ...{ length: length(units), value: share(units, total, 2), mine: author.toLowerCase() === yours },
  }));
  if (rest > 0) {
    bars.push({
      ...{ key: "others", rest: true, length: length(others), value: share(others, total, 2) },
      name: t("{rest, plural, one {# other} other {# others}}", { rest }),
    });
  }
  if (unclaimed > 0n) {
    bars.push({
      ...{ key: "unclaimed", rest: true, length: length(unclaimed), value: share(unclaimed, total, 2) },
      name: t("Not claimed yet"),
    });
  }
  const byKind = kinds.map(({ kind, units }) => `${kindName(kind)} ${share(units, total, 0)}`);
  return (
    <>
      <Section id="people" title={t("Who it is made of")}>
        <Bars bars={bars} />
        {length(others) > 1 && (
          <p className="cap mt-2">{t("The others’ bar is cut: all of them together hold more than anyone.")}</p>
        )}
      </Section>
      <Note>
        <p>{rich("Parts of all units in the model. By kind of work: {byKind}.", { byKind: byKind.join(", ") })}</p>
        <p>
          {rich("The ten largest hold {share} of it.", {
            share: (
              <b>
                {share(
                  first.reduce((sum, { units }) => sum + units, 0n),
                  total,
                  0,
                )}
              </b>
            ),
          })}
        </p>
      </Note>
    </>
  );
}
