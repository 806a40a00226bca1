"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect } from "react";
import type { WindowProps } from "./VirtualList.tsx";

/** The rows of a long list that are in sight, and some beyond. */
export function VirtualRows({ count, rowHeight, beyond, box, row, show }: WindowProps) {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: beyond,
    // Somebody may have scrolled before this was here.
    initialOffset: () => box.current?.scrollTop ?? 0,
    initialRect: { width: 0, height: box.current?.clientHeight ?? 0 },
  });
  const inSight = rows.getVirtualItems();
  const [first = 0, last = 0] = [inSight[0]?.index, inSight.at(-1)?.index];
  useEffect(() => show?.(first, last), [show, first, last]);
  return inSight.map(({ index }) => row(index));
}
