import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { addressSchema } from '../../address/address.ts';
import type { RuleSnooze } from '../../decision/snooze.ts';
import { LedgerConflictError } from '../errors.ts';
import type { Kept, KeptAllow, KeptList } from '../kept-list.ts';
import { actionSchema } from '../record.ts';
import type { Item, Table } from './table.ts';

/** So many losses in a row against other writers of one entry mean that something is wrong. */
const TRIES = 30;

const allowSchema: z.ZodType<KeptAllow> = z.object({
  cidr: addressSchema,
  by: z.string(),
  at: z.number(),
  until: z.number().nullable(),
  why: z.string(),
  isApplied: z.boolean(),
});

const snoozeSchema: z.ZodType<RuleSnooze> = z.object({
  rule: z.string(),
  until: z.number(),
  by: z.string(),
  at: z.number(),
});

/** The addresses and ranges that people exempted, each under itself. */
export function dynamodbAllowlist(table: Table): KeptList<KeptAllow> {
  return keptList(table, 'LIST#allow', allowSchema);
}

/** The rules that are silent about every address, each under its name. */
export function dynamodbRuleSnoozes(table: Table): KeptList<RuleSnooze> {
  return keptList(table, 'LIST#snooze', snoozeSchema);
}

function keptList<E>(table: Table, pk: string, entrySchema: z.ZodType<E>): KeptList<E> {
  const keptSchema = z.object({
    rev: z.number(),
    mark: z.string(),
    entry: entrySchema.optional(),
    outbox: z.array(actionSchema),
  });
  const parse = (item: Item): { kept: Kept<E>; mark: string } => {
    const { mark, ...rest } = keptSchema.parse(item);
    return { kept: { key: item.sk, ...rest }, mark };
  };
  const kept = async () => (await table.query(pk)).map((item) => parse(item).kept);

  async function store(
    draft: Kept<E>,
    mark: string,
    read: { rev: number; mark: string } | undefined,
  ): Promise<boolean> {
    const key = { pk, sk: draft.key };
    // By its mark as well: an entry that was taken away and made anew counts its revisions from 1 again.
    const isUnchanged = read && {
      expression: 'rev = :rev AND mark = :mark',
      values: { ':rev': read.rev, ':mark': read.mark },
    };
    const { entry, outbox, rev } = draft;
    // Taken away, and told: nothing is left to keep.
    if (entry === undefined && outbox.length === 0) return isUnchanged === undefined || table.remove(key, isUnchanged);
    const item = { ...key, rev, mark, entry, outbox };
    return table.put(item, isUnchanged ?? { expression: 'attribute_not_exists(pk)' });
  }

  return {
    kept,
    async entries() {
      return (await kept()).flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
    },
    async change(key, edit) {
      const mark = randomBytes(6).toString('base64url');
      let tried: { result: ReturnType<typeof edit>; kept: Kept<E> } | undefined;
      for (let attempt = 0; attempt < TRIES; attempt += 1) {
        const item = await table.get({ pk, sk: key });
        const stored = item && parse(item);
        // Where the answer to our write was lost, its repetition by the SDK is refused: by what we wrote ourselves.
        if (tried && stored?.mark === mark) return tried;
        const before: Kept<E> = stored?.kept ?? { key, rev: 0, outbox: [] };
        const draft = structuredClone(before);
        const result = edit(draft);
        if (JSON.stringify(draft) === JSON.stringify(before)) return { result, kept: before };
        draft.rev = before.rev + 1;
        if (await store(draft, mark, stored && { rev: before.rev, mark: stored.mark })) return { result, kept: draft };
        tried = { result, kept: draft };
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * (attempt + 1)));
      }
      throw new LedgerConflictError(`${TRIES} other changes of ${key} in ${pk} were faster`);
    },
  };
}
