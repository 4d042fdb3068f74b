import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { LedgerConflictError } from '../errors.ts';
import type { Shared } from '../ledger.ts';
import type { Key, Table } from './table.ts';

/** So many losses in a row against other processes mean that something is wrong. */
const TRIES = 50;

interface Wish {
  edit(draft: unknown): unknown;
  done(result: unknown): void;
  failed(error: unknown): void;
}

/**
 * One item that all processes change, by a conditional write on its revision. Edits of this process that come while a write
 * is under way go together in the next one, upon what the last one left: a burst costs a few writes and no reading.
 */
export function sharedItem<T extends { rev: number }>(
  table: Table,
  key: Key,
  schema: z.ZodType<T>,
  empty: () => T,
): Shared<T> {
  const wishes: Wish[] = [];
  let isRunning = false;
  let known: T | undefined;

  async function read(): Promise<{ state: T; mark: unknown }> {
    const item = await table.get(key);
    const state = item ? schema.parse(item) : empty();
    known = state;
    return { state, mark: item?.['mark'] };
  }

  async function work(batch: readonly Wish[]): Promise<unknown[]> {
    let last: { mark: string; results: unknown[] } | undefined;
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      // Upon what is known first. If it is out of date the write is refused, and the newest is read.
      const isRead = known === undefined || attempt > 0;
      const { state, mark } = isRead || !known ? await read() : { state: known, mark: undefined };
      // The answer to our own write was lost.
      if (last && mark === last.mark) return last.results;
      const draft = structuredClone(state);
      const results = batch.map((wish) => wish.edit(draft));
      if (JSON.stringify(draft) === JSON.stringify(state)) {
        if (isRead) return results;
        continue;
      }
      draft.rev = state.rev + 1;
      last = { mark: randomBytes(9).toString('base64url'), results };
      const condition =
        state.rev === 0
          ? { expression: 'attribute_not_exists(rev)' }
          : { expression: 'rev = :rev', values: { ':rev': state.rev } };
      if (await table.put({ ...key, ...draft, mark: last.mark }, condition)) {
        known = draft;
        return results;
      }
    }
    throw new LedgerConflictError(`${key.pk} is changed by others all the time`);
  }

  async function run(): Promise<void> {
    isRunning = true;
    // Several edits in a row are one write.
    await Promise.resolve();
    for (let batch = wishes.splice(0); batch.length > 0; batch = wishes.splice(0)) {
      try {
        const results = await work(batch);
        for (const [index, wish] of batch.entries()) wish.done(results[index]);
      } catch (error) {
        known = undefined;
        for (const wish of batch) wish.failed(error);
      }
    }
    isRunning = false;
  }

  return {
    read: async () => (await read()).state,
    change<R>(edit: (draft: T) => R): Promise<R> {
      const { promise, resolve, reject } = Promise.withResolvers<R>();
      wishes.push({
        edit: (draft) => edit(draft as T),
        done: (result) => resolve(result as R),
        failed: reject,
      });
      if (!isRunning) void run();
      return promise;
    },
  };
}
