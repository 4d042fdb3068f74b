import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Nearer to the end than this (pixels) is at the end. */
const NEAR = 60;

interface StickToEnd {
  list: RefObject<HTMLDivElement | null>;
  /** Something new stands below what is seen. */
  unseen: boolean;
  onScroll(): void;
  toEnd(): void;
}

/** Keeps a scrolling list at its end while its reader is there, and leaves it alone while they read further up. */
export function useStickToEnd(newest: string | undefined): StickToEnd {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [unseen, setUnseen] = useState(false);
  const empty = newest === undefined;

  function toEnd(): void {
    list.current?.scrollTo({ top: list.current.scrollHeight });
    setUnseen(false);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what this waits for
  useLayoutEffect(() => {
    if (empty) return;
    if (atEnd.current) toEnd();
    else setUnseen(true);
  }, [newest, empty]);

  // Cards grow when they are updated, and the list shrinks with the window.
  useEffect(() => {
    const shown = list.current;
    if (shown === null) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current && !empty) shown.scrollTo({ top: shown.scrollHeight });
    });
    observer.observe(shown);
    if (shown.firstElementChild !== null) observer.observe(shown.firstElementChild);
    return () => observer.disconnect();
  }, [empty]);

  return {
    list,
    unseen,
    onScroll() {
      const shown = list.current;
      if (shown === null) return;
      atEnd.current = shown.scrollHeight - shown.scrollTop - shown.clientHeight < NEAR;
      if (atEnd.current) setUnseen(false);
    },
    toEnd,
  };
}
