import type { Act } from '../decision/permissions.ts';
import { takesTwo } from '../decision/two-people.ts';
import { approveBlock, type BlockRequest } from '../response/approve-block.ts';
import type { Deps } from '../response/deps.ts';
import { proposeBlock } from '../response/propose-block.ts';
import type { Access } from './access.ts';
import { sayProposed } from './say-proposal.ts';
import { sayBlockAnswer } from './say-result.ts';

/** A block by hand that may be for good (`forMs` null), and of any range. */
export type AskedBlock = Omit<BlockRequest, 'forMs'> & { forMs: number | null };

/**
 * A person who may block asks for one: it is blocked, or where it takes two people proposed, or refused with who may propose
 * it. The answer in mrkdwn.
 */
export async function askForBlock(
  { deps, access }: { deps: Deps; access: Access },
  request: AskedBlock,
): Promise<string> {
  const { address, by, forMs, why } = request;
  if (forMs !== null && !takesTwo(request))
    return sayBlockAnswer(address, await approveBlock(deps, { ...request, forMs }));
  const act: Act = forMs === null ? 'propose-permanent' : 'propose';
  if (!(await access.may(by, act)))
    return `${access.refusal(act)}${forMs === null ? ' Or name a duration, like 7d.' : ' Or name a smaller range.'}`;
  const wanted = { address, by, forMs, why: why ?? 'no reason given', isOverride: false };
  return sayProposed(address, await proposeBlock(deps, wanted));
}
