import type { Address } from '../address/address.ts';
import { display } from '../address/address.ts';
import type { AllowEntry } from '../decision/allowlist.ts';
import type { Mode } from '../decision/decide.ts';
import { blockState } from '../ledger/block.ts';
import type { Block } from '../ledger/record.ts';
import type { BlockAnswer } from '../response/approve-block.ts';
import type { IgnoreAnswer } from '../response/ignore-alerts.ts';
import type { LiftAnswer } from '../response/lift-block.ts';
import { escapeMrkdwn } from './cards/plain.ts';
import { EXACT_MOMENT } from './cards/rich.ts';

/** A moment in the reader's own time zone. */
export function slackDate(ms: number): string {
  const fallback = `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time}|${fallback}>`;
}

/** A sentence of the ledger, its exact moments in the reader's own time zone. */
export function saySentence(text: string): string {
  return escapeMrkdwn(text).replace(EXACT_MOMENT, (exact) => {
    const at = Date.parse(exact);
    return Number.isNaN(at) ? exact : slackDate(at);
  });
}

/** Who, in words: a mention, a rule, a person at the command line, or AISM itself. */
export function sayActor(by: string): string {
  if (by.startsWith('rule:')) return `rule ${escapeMrkdwn(by.slice(5))}`;
  if (by.startsWith('cli:')) return `${escapeMrkdwn(by.slice(4))} (command line)`;
  return by === 'aism' ? 'AISM' : `<@${by}>`;
}

/** When a block ends, in words. */
export function sayEnd(block: Pick<Block, 'until'>): string {
  return block.until === null ? 'for good' : `until ${slackDate(block.until)}`;
}

/** An exemption as one sentence: whose, until when, why. */
export function sayEntry({ cidr, by, until, why }: AllowEntry): string {
  const end = until === null ? 'without an end' : `until ${slackDate(until)}`;
  return `${display(cidr)} is on the allowlist ${end}, by ${sayActor(by)}: ${escapeMrkdwn(why)}.`;
}

/** What every answer about blocks ends with where they are not real. */
export function sayMode(mode: Mode): string {
  return mode === 'shadow' ? '\nMode shadow: nothing is really changed in the firewall.' : '';
}

/** The answer to somebody who asked for a block. */
export function sayBlockAnswer(address: Address, answer: BlockAnswer): string {
  const name = display(address);
  switch (answer.kind) {
    case 'blocked':
      return `Blocking ${name} ${sayEnd(answer.block)}. The card shows when the firewall has it.`;
    case 'extended':
      return `${name} is now blocked ${sayEnd(answer.block)}.`;
    case 'already-blocked':
      return `${name} is already blocked by ${sayActor(answer.block.by)} ${sayEnd(answer.block)} (${blockState(answer.block)}). Nothing changed.`;
    case 'guarded':
      return `${sayGuarded(name, answer.why)}. Two people together may: \`/aism override ${name} <duration> <reason>\`.`;
    case 'allowlisted':
      return sayAllowlisted(address, answer.entry);
    case 'too-wide':
      return answer.forTwo
        ? `${name} is not blocked: ${answer.why} by one person. Two together may: \`/aism block ${name} <duration> <reason>\` proposes it.`
        : `${name} is not blocked: ${answer.why}. Name a smaller range.`;
    case 'changed':
      return `Not blocked: ${sayChanged(address, answer.last)}. If you still want it, press Block again.`;
    case 'no-such-card':
      return `This card is too old to act on. Use \`/aism block ${name}\`.`;
  }
}

/** The answer to somebody who wants to block what is exempted. */
export function sayAllowlisted(address: Address, entry: AllowEntry): string {
  const [name, allowed] = [display(address), display(entry.cidr)];
  return `${allowed === name ? 'Not blocked.' : `${name} is not blocked:`} ${sayEntry(entry)} \`/aism allow remove ${allowed}\` takes that back.`;
}

/** The answer to somebody who asked to undo a block. */
export function sayLiftAnswer(address: Address, answer: LiftAnswer): string {
  const covered = answer.coveredBy.map((range) => ` It stays denied by the block of ${display(range)}.`);
  return `${sayLifted(display(address), answer)}${covered.join('')}`;
}

/** The never-block list says `203.0.113.9 is never blocked: ...` where it has just this address; once is enough. */
function sayGuarded(name: string, why: string): string {
  const said = escapeMrkdwn(why);
  if (why.startsWith(`${name} is never blocked`)) return said;
  return `${name} is not blocked: ${why.startsWith(`${name} is `) ? said.slice(`${name} is `.length) : said}`;
}

function sayLifted(name: string, answer: LiftAnswer): string {
  if (answer.kind === 'lifted') {
    const isAsked = answer.askUntil > (answer.block.ended?.at ?? 0);
    const grace = `Until ${slackDate(answer.askUntil)} it is asked about, not blocked automatically.`;
    return isAsked ? `Unblocking ${name}. ${grace}` : `Unblocking ${name}.`;
  }
  if (answer.kind === 'changed')
    return `Nothing changed: since your card was drawn ${name} was blocked anew, by ${sayActor(answer.block.by)} ${sayEnd(answer.block)}. Undo on its newest card ends that.`;
  const none = answer.coveredBy.length > 0 ? `${name} has no block of its own` : `${name} is not blocked`;
  return answer.last?.ended ? `${none} any more: ${sayEnded(answer.last)}.` : `${none}.`;
}

/** How a block ended, and when: `it was unblocked by ana, today 15:04`. */
export function sayEnded({ ended }: Block): string {
  if (!ended) return 'it is blocked';
  const how = ended.as === 'lifted' ? `it was unblocked by ${sayActor(ended.by)}` : 'its time was over';
  return `${how}, ${slackDate(ended.at)}`;
}

/** What happened since a card was drawn, of which whoever pressed on it does not know. */
function sayChanged(address: Address, last: Block): string {
  return `since your card was drawn ${display(address)} was blocked by ${sayActor(last.by)}, and ${sayEnded(last)}`;
}

/** The answer to somebody who pressed Ignore. */
export function sayIgnoreAnswer(address: Address, answer: IgnoreAnswer): string {
  const name = display(address);
  switch (answer.kind) {
    case 'ignored':
      return `Ignoring this rule for ${name} until ${slackDate(answer.until)}.`;
    case 'already-ignored':
      return `<@${answer.by}> already ignores it until ${slackDate(answer.until)}. Nothing changed.`;
    case 'already-blocked':
      return `${name} is blocked by ${sayActor(answer.block.by)} ${sayEnd(answer.block)}. Undo it first.`;
    case 'changed':
      return `Not ignored: ${sayChanged(address, answer.last)}. \`/aism ignore ${name}\` does it all the same.`;
    case 'no-such-card':
      return 'This card is too old to act on. The next alert opens a new one.';
  }
}
