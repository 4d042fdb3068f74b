import { type Address, display } from '../address/address.ts';
import { liveBlock } from '../ledger/block.ts';
import { SELF_TEST_RULE } from '../ledger/self-test-rule.ts';
import { checkAddress } from './check-address.ts';
import type { Deps } from './deps.ts';

/** An attack so long ago is over. Milliseconds. */
const LATELY_MS = 24 * 3_600_000;

/** Why the address of the self-test is not to be touched now, in words; undefined when it may be. */
export async function whyNotTest(deps: Deps, address: Address): Promise<string | undefined> {
  const name = display(address);
  const { record, coveredBy, guarded, allowed } = await checkAddress(deps, address);
  const [entry] = allowed;
  const [range] = coveredBy;
  const now = deps.clock.now();
  const attack = record.events.findLast(({ rule, at }) => rule !== SELF_TEST_RULE && at > now - LATELY_MS);
  if (guarded) return guarded;
  if (entry) return `${display(entry.cidr)} is on the allowlist: ${entry.why}`;
  if (liveBlock(record)) return `${name} is blocked now: /aism check ${name}`;
  if (range) return `${name} is denied already, by the block of ${display(range.address)}`;
  if (attack) return `${name} is really attacking, under rule ${attack.rule}: /aism check ${name}`;
  if (record.snoozes.some(({ rule, until }) => until > now && (rule === undefined || rule === SELF_TEST_RULE)))
    return `alerts about ${name} are ignored now: /aism ignore remove ${name}`;
  return undefined;
}
