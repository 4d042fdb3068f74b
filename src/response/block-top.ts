import type { Address } from '../address/address.ts';
import { LedgerUnavailableError, OutcomeUnknownError } from '../ledger/errors.ts';
import { approveBlock, type BlockAnswer } from './approve-block.ts';
import type { Deps } from './deps.ts';
import { orLater } from './or-later.ts';

/** Milliseconds. */
const SOON_MS = 5000;

/** Which button was pressed, by whom. */
export interface BlockTop {
  storm: string;
  source: string;
  /** Which list of the worst the digest showed. */
  revision: number;
  by: string;
  /** Milliseconds. */
  forMs: number;
}

export type BlockTopAnswer =
  /** `unsure`: the ledger did not answer well about this one, while it did about others. */
  | { kind: 'done'; answers: Array<{ address: Address; answer: BlockAnswer | { kind: 'unsure' } }> }
  | { kind: 'no-such-storm' }
  | { kind: 'moved-on' };

/**
 * A person wants the worst attackers of a storm blocked: those that the digest showed when the button was drawn, not others
 * that came meanwhile. Each as if its own card's button was pressed: again is harmless, and what is never blocked is refused.
 */
export async function blockTop(deps: Deps, request: BlockTop): Promise<BlockTopAnswer> {
  const { storm } = await deps.ledger.storm.read();
  const digest = storm?.id === request.storm ? storm.digests[request.source] : undefined;
  if (!digest) return { kind: 'no-such-storm' };
  const list = digest.lists.find((each) => each.revision === request.revision);
  if (!list) return { kind: 'moved-on' };
  const { by, forMs } = request;
  const failures: unknown[] = [];
  const answers = await Promise.all(
    list.top.map(async ({ address, episode, rule, events }) => {
      const why = `one of the ${list.top.length} worst of a storm: ${events} ${events === 1 ? 'event' : 'events'} under ${rule}`;
      const answer = await approveBlock(deps, { address, episode, by, forMs, why }).catch((error: unknown) => {
        if (!(error instanceof LedgerUnavailableError)) throw error;
        deps.log.warn({ err: error, address }, 'one of the worst of a storm could not be blocked');
        failures.push(error);
        return { kind: 'unsure' as const };
      });
      return { address, answer };
    }),
  );
  // Only where nothing is known to stand may the answer be that of any click that failed.
  if (failures.length > 0 && failures.length === answers.length)
    throw failures.find((error) => error instanceof OutcomeUnknownError) ?? failures[0];
  await lookSoon(deps, request.storm);
  return { kind: 'done', answers };
}

/**
 * The digest shows it before its next turn, but not at once: of two people who press at the same time the second must not
 * find the next ten under the same button. When that cannot be stored the digest shows it at its turn.
 */
export async function lookSoon(deps: Deps, storm: string): Promise<void> {
  await orLater(deps, () =>
    deps.ledger.storm.change((draft) => {
      const soon = deps.clock.now() + SOON_MS;
      if (draft.storm?.id === storm) draft.storm.lookAt = Math.min(draft.storm.lookAt ?? soon, soon);
    }),
  );
  deps.wake.announce();
}
