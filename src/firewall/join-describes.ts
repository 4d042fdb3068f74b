/**
 * Joins looks at many things into few calls: one call is under way at most, and what is asked for meanwhile goes
 * together in the next.
 *
 *   asked for   a      b c        d
 *   calls       [─ a ─][─ b c ──────][─ d ─]
 *
 * No look is answered by a call that was sent before it was asked for, so who has changed something sees no older state.
 * `fetch` answers with what it found; what it did not find is undefined. Its error is that of everybody in the call.
 */
export function joinDescribes<T>(
  fetch: (ids: string[]) => Promise<ReadonlyMap<string, T>>,
): (id: string) => Promise<T | undefined> {
  let before: Promise<unknown> = Promise.resolve();
  let next: { ids: Set<string>; answer: Promise<ReadonlyMap<string, T>> } | undefined;

  function open() {
    const ids = new Set<string>();
    const answer = before.then(() => {
      next = undefined;
      return fetch([...ids]);
    });
    before = answer.catch(() => undefined);
    return { ids, answer };
  }

  return async (id) => {
    next ??= open();
    next.ids.add(id);
    return (await next.answer).get(id);
  };
}
