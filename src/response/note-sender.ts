import { type Address, display } from '../address/address.ts';
import { specialPurpose } from '../address/special-purpose.ts';
import type { Deps } from './deps.ts';
import { SENDER_MS } from './load-guard.ts';

/** So often a sender that is known is written down again: its alerts themselves stay one write each. Milliseconds. */
const AGAIN_MS = 3_600_000;
/** More new senders within that time than ElastAlert has machines: whoever has a token could fill the list. */
const MOST = 100;
/** More senders than that altogether nobody has; the list is read for every round of alerts. */
const MOST_KNOWN = 1000;

/**
 * Makes what notes down who sends alerts with a right token: such an address is never blocked, or one forged log line could
 * cut AISM off from its alerts. It lives as long as the process, and remembers what it wrote within the hour.
 */
export function senderNotes(
  deps: Pick<Deps, 'ledger' | 'channel' | 'log' | 'wake'>,
): (sender: Address, at: number) => Promise<void> {
  const written = new Map<Address, number>();

  return async (sender, at) => {
    const last = written.get(sender);
    if (last !== undefined && at - last < AGAIN_MS) return;
    // Never blocked anyway, and a list of the inside of our network tells nobody anything.
    if (specialPurpose(sender) !== undefined) return;
    for (const [each, moment] of written) if (at - moment >= AGAIN_MS) written.delete(each);
    if (written.size >= MOST) {
      deps.log.warn({ sender }, `alerts came from more than ${MOST} addresses within an hour; this one is not guarded`);
      return;
    }
    written.set(sender, at);
    try {
      await note(deps, sender, at);
    } catch (error) {
      written.delete(sender);
      deps.log.warn({ err: error, sender }, 'who sent an alert could not be noted; its next alert tries again');
    }
  };
}

/** A new one is told of first: a leaked token must not make an address unblockable unseen. */
async function note(
  deps: Pick<Deps, 'ledger' | 'channel' | 'log' | 'wake'>,
  address: Address,
  at: number,
): Promise<void> {
  const { guard, notices } = deps.ledger;
  if (await guard.sawAgain({ address, lastSeen: at }, at - SENDER_MS)) return;
  const { senders } = await guard.read();
  if (senders.filter(({ lastSeen }) => at - lastSeen < SENDER_MS).length >= MOST_KNOWN) {
    deps.log.warn({ sender: address }, `${MOST_KNOWN} addresses sent alerts within 30 days; this one is not guarded`);
    return;
  }
  await notices.add(deps.channel, {
    // Another one when it is told of again. A stop before the write below tells twice: it is looked for in the channel first.
    id: `sender-${address}-${Math.floor(at / SENDER_MS)}`,
    at,
    posting: true,
    text: `:shield: ${display(address)} sends alerts to AISM, with a right token, for the first time in 30 days. From now on it is never blocked. If you do not know it, the token may have leaked: rotate it (docs/operate.md).`,
  });
  await guard.saw({ address, lastSeen: at });
  deps.wake.announce();
}
