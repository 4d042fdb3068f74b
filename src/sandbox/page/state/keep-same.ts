/**
 * Returns `next`, in which every part that equals its counterpart in `old` is that very part, so that React can skip
 * what did not change. Both are JSON values.
 */
export function keepSame<T>(old: T, next: T): T {
  if (Object.is(old, next)) return old;
  if (Array.isArray(old) && Array.isArray(next)) {
    const items: unknown[] = next.map((item: unknown, at) => keepSame<unknown>(old[at], item));
    return old.length === next.length && items.every((item, at) => item === old[at]) ? old : (items as T);
  }
  if (isRecord(old) && isRecord(next)) {
    const entries = Object.entries(next).map(([key, value]) => [key, keepSame(old[key], value)] as const);
    const same = Object.keys(old).length === entries.length && entries.every(([key, value]) => old[key] === value);
    return same ? old : (Object.fromEntries(entries) as T);
  }
  return next;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
