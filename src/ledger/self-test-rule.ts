import type { Action } from './record.ts';

/** The rule of the alert by which AISM tests itself, and of the block that follows from it. */
export const SELF_TEST_RULE = 'AISM tests itself';
/** As the one who wants it blocked. */
export const SELF_TEST = `rule:${SELF_TEST_RULE}`;
/** Why it is lifted again. */
export const SELF_TEST_OVER = 'AISM tested itself: nobody attacked';

/** Whether something was done for a test alone: nothing that counts attacks or blocks counts that. */
export function isSelfTest({ actor, why }: Pick<Action, 'actor' | 'why'>): boolean {
  return actor === SELF_TEST || why === SELF_TEST_OVER;
}
