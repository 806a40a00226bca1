"use client";
// A list that is as long as the crowd is large: what is in sight is asked for, as it comes into sight.
import { useQueries } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { LongList } from "../ui/VirtualList.tsx";
import { askRows } from "./ask.ts";
import { useSource } from "./ledger.tsx";
import type { Person, Rows, RowsQuery, WorkRow } from "./types.ts";

/** Rows of one piece, as the server sends them. */
const PIECE = 200;
/** Milliseconds between two looks at what is in sight. */
const EVERY = 10_000;

type Row<query extends RowsQuery> = query extends { of: "works" } ? WorkRow : Person;

/**
 * @param first Those that came with the page, and how many there are of all: shown until a piece is there.
 * @param stamp Changes when the list may have changed.
 */
export function useRows<query extends RowsQuery>(
  query: query,
  first: Rows<Row<query>>,
  stamp: string,
): LongList<Row<query>> {
  const chainHash = useSource()?.config.deployment.chainHash;
  const [[from, to], setSight] = useState([0, 0]);
  const pieces = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const answers = useQueries({
    queries: pieces.map((piece) => ({
      queryKey: ["rows", chainHash, query, piece, stamp],
      queryFn: ({ signal }: { signal: AbortSignal }) => askRows(query, piece * PIECE, signal),
      // Short lists came whole.
      enabled: chainHash !== undefined && (piece > 0 || first.count > first.rows.length),
      refetchInterval: EVERY,
      staleTime: EVERY,
      structuralSharing: false,
      retry: 1,
    })),
  });
  const show = useCallback((start: number, end: number) => {
    const sight = [Math.floor(start / PIECE), Math.floor(end / PIECE)] as const;
    setSight((before) => (before[0] === sight[0] && before[1] === sight[1] ? before : [...sight]));
  }, []);
  const at = (index: number) => {
    const piece = Math.floor(index / PIECE);
    const rows = answers[piece - from]?.data?.rows as readonly Row<query>[] | undefined;
    return rows ? rows[index - piece * PIECE] : first.rows[index];
  };
  // What is in sight may not be there yet: a list that became shorter meanwhile would jump.
  const list = JSON.stringify([query, stamp]);
  const known = useRef({ list, count: first.count });
  const told = answers.find(({ data }) => data)?.data?.count;
  if (told !== undefined || known.current.list !== list) known.current = { list, count: told ?? first.count };
  return { count: known.current.count, at, show };
}
