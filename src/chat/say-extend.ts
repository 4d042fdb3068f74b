import { type Address, display } from '../address/address.ts';
import { blockState } from '../ledger/block.ts';
import type { Block } from '../ledger/record.ts';
import type { BlockNowAnswer } from '../response/block-now.ts';
import type { ExtendAnswer } from '../response/extend-block.ts';
import { escapeMrkdwn } from './cards/plain.ts';
import { sayActor, sayEnd, sayEnded } from './say-result.ts';

/** The answer to somebody who wants a block to last longer. */
export function sayExtendAnswer(address: Address, answer: ExtendAnswer): string {
  const name = display(address);
  switch (answer.kind) {
    case 'extended':
      return `${name} stays blocked ${sayEnd(answer.block)}.`;
    case 'changed':
      return `${name} is blocked ${sayEnd(answer.block)} by now: it was changed since your card was drawn. Nothing changed; press Extend again if that is too short.`;
    case 'for-good':
      return `${name} is blocked for good already. Nothing changed.`;
    case 'by-two':
      return `${name} is blocked ${sayEnd(answer.block)}, as two people agreed upon; one alone does not put that off. Propose it anew when it has ended.`;
    case 'too-long':
      return `${name} is blocked ${sayEnd(answer.block)}, and no block ends later than in ten years. Nothing changed. For good takes two people: \`/aism block ${name} permanent\`.`;
    case 'exempted':
      return `Not extended: ${escapeMrkdwn(answer.why)}.`;
    case 'not-blocked':
      return sayNotBlocked(name, answer.last);
  }
}

/** The answer to somebody who wants what waits for a slot. `nameOf` names a target for people. */
export function sayBlockNow(address: Address, answer: BlockNowAnswer, nameOf: (target: string) => string): string {
  const name = display(address);
  switch (answer.kind) {
    case 'wanted': {
      const { instead, full, unknown } = answer;
      const by =
        instead.length > 0
          ? ` ${instead.slice(0, 5).join(', ')} ${instead.length === 1 ? 'makes' : 'make'} room: automatic and less dangerous, blocked again when a slot is free.`
          : '';
      const none = full.map(
        ({ target, why }) =>
          ` Nothing in ${nameOf(target)} may make room for it (${escapeMrkdwn(why)}): unblock something that people blocked; \`/aism list\` shows what.`,
      );
      const blind =
        unknown.length > 0 ? ` Whether there is room in ${unknown.map(nameOf).join(', ')} the card shows.` : '';
      const room = by || none.length > 0 || blind ? '' : ' There is room by now.';
      return `${name} now goes before every automatic block.${by}${none.join('')}${blind}${room}`;
    }
    case 'already-wanted':
      return `${name} already goes before every automatic block: a person wants it. Only room helps: unblock something; \`/aism list\` shows what.`;
    case 'exempted':
      return `${name} stays as it is: ${escapeMrkdwn(answer.why)}.`;
    case 'not-waiting':
      return `${name} does not wait any more: ${blockState(answer.block)}, ${sayEnd(answer.block)}, by ${sayActor(answer.block.by)}. Nothing changed.`;
    case 'not-blocked':
      return sayNotBlocked(name, answer.last);
  }
}

function sayNotBlocked(name: string, last: Block | undefined): string {
  return last?.ended
    ? `${name} is not blocked any more: ${sayEnded(last)}. Nothing changed.`
    : `${name} is not blocked. Nothing changed.`;
}
