"use client";

import { type ComponentType, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { rich } from "../i18n/i18n.ts";

/** Items that come as they are needed: those in sight are asked for by `show`, and undefined until they are there. */
export type LongList<item> = {
  readonly count: number;
  readonly at: (index: number) => item | undefined;
  readonly show: (first: number, last: number) => void;
};

type VirtualListProps<item> = {
  items: readonly item[] | LongList<item>;
  keyOf: (item: item) => string;
  /** Pixels; every row is as high. */
  rowHeight: number;
  label: string;
  /** What stands there when there is nothing. */
  empty: string;
  children: (item: item) => ReactNode;
};

/** Rows above which a list scrolls in a window of its own. */
const SHORT = 12;
/** Rows beyond those in sight that are there before anybody scrolls. */
const BELOW = 8;

export type WindowProps = {
  count: number;
  rowHeight: number;
  beyond: number;
  box: RefObject<HTMLElement | null>;
  row: (index: number) => ReactNode;
  /** Told which rows are in sight. */
  show: ((first: number, last: number) => void) | undefined;
};

/** A list of any length: only the rows in sight are in the page, and it scrolls by keyboard too. */
export function VirtualList<item>({ items, keyOf, rowHeight, label, empty, children }: VirtualListProps<item>) {
  const box = useRef<HTMLDivElement>(null);
  const { count, at, show } = "show" in items ? items : wholeList(items);
  const long = count > SHORT;
  const Window = useWindow(long);
  if (count === 0) return <p className="dim measure mt-4">{empty}</p>;
  const row = (index: number) => {
    const item = at(index);
    // The list has become shorter than what was in sight.
    if (index >= count) return null;
    return (
      <li
        key={item === undefined ? `row-${index}` : keyOf(item)}
        style={{ height: rowHeight, translate: `0 ${index * rowHeight}px` }}
        aria-setsize={count}
        aria-posinset={index + 1}
      >
        {item === undefined ? (
          <span className="dashes" aria-busy="true">
            <i style={{ width: "46%" }} />
          </span>
        ) : (
          children(item)
        )}
      </li>
    );
  };
  return (
    <>
      {/* What scrolls has to be reachable by keyboard. */}
      <section
        ref={box}
        className="virtual"
        style={{ height: Math.min(count, SHORT) * rowHeight }}
        aria-label={label}
        tabIndex={long ? 0 : undefined}
      >
        <ul style={{ height: count * rowHeight }}>
          {Window ? (
            <Window count={count} rowHeight={rowHeight} beyond={BELOW} box={box} row={row} show={show} />
          ) : (
            Array.from({ length: Math.min(count, SHORT + BELOW) }, (_, index) => row(index))
          )}
        </ul>
      </section>
      {long && <p className="cap mt-2">{rich("{label}; the list scrolls.", { label })}</p>}
    </>
  );
}

function wholeList<item>(items: readonly item[]): Omit<LongList<item>, "show"> & { show: undefined } {
  return { count: items.length, at: (index) => items[index], show: undefined };
}

/** What moves the window over a long list. It is fetched once there is one: pages are there without it, and the first rows. */
function useWindow(long: boolean): ComponentType<WindowProps> | undefined {
  const [Window, setWindow] = useState<ComponentType<WindowProps>>();
  useEffect(() => {
    if (!long) return;
    let gone = false;
    import("./VirtualRows.tsx").then(
      ({ VirtualRows }) => !gone && setWindow(() => VirtualRows),
      // Without it, the first rows stay, and the next visit tries again.
      () => {},
    );
    return () => {
      gone = true;
    };
  }, [long]);
  return Window;
}
