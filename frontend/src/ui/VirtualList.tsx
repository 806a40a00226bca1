"use client";

import { type ComponentType, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { rich } from "../i18n/i18n.ts";

type VirtualListProps<item> = {
  items: readonly item[];
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
};

/** A list of any length: only the rows in sight are in the page, and it scrolls by keyboard too. */
export function VirtualList<item>({ items, keyOf, rowHeight, label, empty, children }: VirtualListProps<item>) {
  const box = useRef<HTMLDivElement>(null);
  const long = items.length > SHORT;
  const Window = useWindow(long);
  if (items.length === 0) return <p className="dim measure mt-4">{empty}</p>;
  const row = (index: number) => {
    const item = items[index];
    // The list has become shorter than what was in sight.
    if (item === undefined) return null;
    return (
      <li
        key={keyOf(item)}
        style={{ height: rowHeight, translate: `0 ${index * rowHeight}px` }}
        aria-setsize={items.length}
        aria-posinset={index + 1}
      >
        {children(item)}
      </li>
    );
  };
  return (
    <>
      {/* What scrolls has to be reachable by keyboard. */}
      <section
        ref={box}
        className="virtual"
        style={{ height: Math.min(items.length, SHORT) * rowHeight }}
        aria-label={label}
        tabIndex={long ? 0 : undefined}
      >
        <ul style={{ height: items.length * rowHeight }}>
          {Window ? (
            <Window count={items.length} rowHeight={rowHeight} beyond={BELOW} box={box} row={row} />
          ) : (
            items.slice(0, SHORT + BELOW).map((_, index) => row(index))
          )}
        </ul>
      </section>
      {long && <p className="cap mt-2">{rich("{label}; the list scrolls.", { label })}</p>}
    </>
  );
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
