import { display } from '../address/address.ts';
import { blockState } from '../ledger/block.ts';
import type { BlockTopAnswer } from '../response/block-top.ts';
import { sayActor, sayBlockAnswer, sayEnd } from './say-result.ts';

/** The answer to somebody who pressed "Block top 10": what was done, what was done already, and what was refused and why. */
export function sayBlockTop(answer: BlockTopAnswer): string {
  if (answer.kind === 'no-such-storm')
    return 'Nothing was blocked: this digest is of an earlier storm. `/aism list asks` shows what is still open.';
  if (answer.kind === 'moved-on')
    return 'Nothing was blocked: the digest changed while you looked at it. Look at it again and press once more.';
  const lines = answer.answers.map(({ address, answer: one }) => {
    const name = display(address);
    if (one.kind === 'unsure')
      return {
        line: `• ${name}: perhaps not blocked, the ledger (DynamoDB) did not answer well. Pressing again does no harm`,
      };
    if (one.kind === 'blocked') return { done: name, end: sayEnd(one.block) };
    if (one.kind === 'already-blocked' || one.kind === 'extended')
      return {
        line: `• ${name} is already blocked by ${sayActor(one.block.by)} ${sayEnd(one.block)} (${blockState(one.block)})`,
      };
    return { line: `• ${sayBlockAnswer(address, one)}` };
  });
  const done = lines.flatMap((each) => ('done' in each ? [each.done] : []));
  const others = lines.flatMap((each) => ('line' in each ? [each.line] : []));
  const end = lines.find((each) => 'end' in each)?.end ?? '';
  if (done.length === 0) return ['Nothing changed.', ...others].join('\n');
  const undo =
    '`/aism list` shows when the firewall has them; `/aism unblock <ip>` or Undo in the Home tab takes one back.';
  return [`Blocking ${done.length} ${end}: ${done.join(', ')}. ${undo}`, ...others].join('\n');
}
