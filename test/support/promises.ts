import type { Action } from '../../src/ledger/record.ts';
import type { Deps } from '../../src/response/deps.ts';
import { POOL } from './wishes.ts';

/** Answers after which exactly one action of that wish is in the ledger, and of which kind. */
const ACTIONS: Record<string, string> = {
  blocked: 'block',
  extended: 'extend',
  lifted: 'unblock',
  ignored: 'ignore',
};
/** Answers that say that nothing was to do. */
const NOTHING = new Set(['already-blocked', 'not-blocked', 'already-ignored', 'no-such-card']);

/**
 * Every way in which the actions of the ledger differ from what was promised, in words: a wish and the answer to it, undefined
 * where the process was killed before it had one.
 */
export async function wrongActions(
  deps: Deps,
  promises: ReadonlyArray<[wish: string, answer: string | undefined]>,
): Promise<string[]> {
  const wrong: string[] = [];
  const actions: Action[] = [];
  const seen: string[] = [];
  for (const address of POOL) {
    const own = await deps.ledger.actions.of(address, 100_000);
    const { events } = await deps.ledger.records.get(address);
    const told = own.filter((action) => action.kind === 'alert').map((action) => Number.parseInt(action.why, 10));
    const counted = told.reduce((sum, alerts) => sum + alerts, 0);
    if (counted !== events.length)
      wrong.push(`${address}: ${counted} alerts in actions, ${events.length} in its record`);
    seen.push(...events.map((event) => event.id));
    actions.push(...own);
  }
  if (new Set(actions.map((action) => action.id)).size < actions.length) wrong.push('an action has the id of another');
  const byWish = Map.groupBy(actions, (action) => action.actor);
  let alerts = 0;
  let unsure = 0;
  // Where DynamoDB's answer is lost and others wrote meanwhile, the second try finds what the first did.
  let repeated = 0;
  for (const [wish, answer] of promises) {
    const own = (byWish.get(wish) ?? []).map((action) => action.kind);
    if (answer === '202') alerts += 1;
    else if (answer === undefined || answer.startsWith('error')) {
      unsure += 1;
      if (own.length > 1) wrong.push(`${wish} was answered ${answer}, and did ${own.join()}`);
    } else {
      const expected = NOTHING.has(answer) ? [] : [ACTIONS[answer]];
      if (own.join() === expected.join()) continue;
      if (NOTHING.has(answer) && own.length === 1) repeated += 1;
      else wrong.push(`${wish} was answered ${answer}, and did ${own.join()}`);
    }
  }
  if (repeated > promises.length / 100) wrong.push(`${repeated} wishes did what they were told was there already`);
  if (seen.length < alerts || seen.length > alerts + unsure)
    wrong.push(`${alerts} alerts were taken, and ${seen.length} were counted`);
  if (new Set(seen).size < seen.length) wrong.push('an alert was counted twice');
  return wrong;
}
