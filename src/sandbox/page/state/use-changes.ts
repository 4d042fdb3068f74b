import { useEffect, useState } from 'react';

export interface Change<T> {
  item: T;
  key: string;
  /** `gone` items are still shown for a moment. */
  phase: 'same' | 'new' | 'gone';
}

/** How long a change is shown as one, in milliseconds. */
const SHOWN_FOR = 2400;

interface Memory<T> {
  items: readonly T[];
  fresh: ReadonlySet<string>;
  gone: readonly T[];
}

/** The items with those that came or went a moment ago marked. What is there at first is not new. */
export function useChanges<T>(items: readonly T[], keyOf: (item: T) => string): Change<T>[] {
  const [memory, setMemory] = useState<Memory<T>>({ items, fresh: new Set(), gone: [] });
  const now = memory.items === items ? memory : compare(memory, items, keyOf);
  if (now !== memory) setMemory(now);

  const changing = now.fresh.size + now.gone.length > 0;
  useEffect(() => {
    if (!changing) return;
    const timer = setTimeout(() => setMemory({ items: now.items, fresh: new Set(), gone: [] }), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [changing, now]);

  return [
    ...now.items.map((item): Change<T> => {
      const key = keyOf(item);
      return { item, key, phase: now.fresh.has(key) ? 'new' : 'same' };
    }),
    ...now.gone.map((item): Change<T> => ({ item, key: `${keyOf(item)} gone`, phase: 'gone' })),
  ];
}

function compare<T>(memory: Memory<T>, items: readonly T[], keyOf: (item: T) => string): Memory<T> {
  const before = new Set(memory.items.map(keyOf));
  const after = new Set(items.map(keyOf));
  const fresh = [...after].filter((key) => !before.has(key) || memory.fresh.has(key));
  const gone = [...memory.gone, ...memory.items].filter((item) => !after.has(keyOf(item)));
  return { items, fresh: new Set(fresh), gone };
}
