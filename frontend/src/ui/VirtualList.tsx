"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef } from "react";
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

/** A list of any length: only the rows in sight are in the page, and it scrolls by keyboard too. */
export function VirtualList<item>({ items, keyOf, rowHeight, label, empty, children }: VirtualListProps<item>) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  if (items.length === 0) return <p className="dim measure mt-4">{empty}</p>;
  const long = items.length > SHORT;
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
        <ul style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const item = items[index] as item;
            return (
              <li
                key={keyOf(item)}
                style={{ height: rowHeight, translate: `0 ${start}px` }}
                aria-setsize={items.length}
                aria-posinset={index + 1}
              >
                {children(item)}
              </li>
            );
          })}
        </ul>
      </section>
      {long && <p className="cap mt-2">{rich("{label}; the list scrolls.", { label })}</p>}
    </>
  );
}
