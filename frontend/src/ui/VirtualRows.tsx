"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import type { WindowProps } from "./VirtualList.tsx";

/** The rows of a long list that are in sight, and some beyond. */
export function VirtualRows({ count, rowHeight, beyond, box, row }: WindowProps) {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: beyond,
    initialRect: { width: 0, height: box.current?.clientHeight ?? 0 },
  });
  return rows.getVirtualItems().map(({ index }) => row(index));
}
