import { type Address, display } from '../address/address.ts';
import type { TwoPeople } from '../decision/two-people.ts';
import type { Approved } from '../response/approve-proposal.ts';
import type { Declined } from '../response/decline-proposal.ts';
import { howLong, type Proposed } from '../response/propose-block.ts';
import { escapeMrkdwn } from './cards/plain.ts';
import { sayActor, sayAllowlisted, sayEnd, slackDate } from './say-result.ts';

/** The answer to somebody who wants a block that takes two. */
export function sayProposed(address: Address, answer: Proposed): string {
  const name = display(address);
  switch (answer.kind) {
    case 'proposed':
      return `Nothing is blocked yet: ${becauseOf(answer.proposal.reasons)}. Somebody else must approve it until ${slackDate(answer.proposal.expires)}: with the button on the card in the channel, or \`/aism approve ${name}\`. One of you two must be a lead. \`/aism decline ${name}\` takes it back.`;
    case 'already-proposed':
      return `${sayActor(answer.proposal.by)} has already proposed to block it ${howLong(answer.proposal.forMs)}. Whoever else wants that: \`/aism approve ${name}\`, until ${slackDate(answer.proposal.expires)}. Whoever does not: \`/aism decline ${name}\`.`;
    case 'already-blocked':
      return `${name} is already blocked ${sayEnd(answer.block)}, which is as much. Nothing changed.`;
    case 'not-guarded':
      return `${name} is not on the never-block list. Use \`/aism block ${name}\`.`;
    case 'allowlisted':
      return sayAllowlisted(address, answer.entry);
    case 'too-wide':
      return `${name} is not blocked: ${answer.why}. Nobody can override that; name a smaller range.`;
    case 'guarded':
    case 'in-doubt':
      return sayRefused(name, answer.kind === 'in-doubt', answer.why);
    case 'never-for-good':
      return `${name} is not blocked: ${escapeMrkdwn(answer.why)}. Against the never-block list nothing is blocked for good. Two people together may for a time: \`/aism override ${name} 2h <reason>\`.`;
  }
}

/** The answer to the second person. `leads`: their mentions. */
export function sayApproved(address: Address, answer: Approved, leads: string): string {
  const name = display(address);
  switch (answer.kind) {
    case 'blocked': {
      const against = answer.approved.reasons.includes('guarded') ? ', though it is on the never-block list' : '';
      return `Blocking ${name} ${sayEnd(answer.block)}${against}: ${answer.approved.by.map(sayActor).join(' and ')} want it. The card shows when the firewall has it.`;
    }
    case 'already-blocked':
      return `${name} is already blocked ${sayEnd(answer.block)}: two people approved it. Nothing changed.`;
    case 'allowlisted':
      return sayAllowlisted(address, answer.entry);
    case 'guarded':
    case 'in-doubt':
      return sayRefused(name, answer.kind === 'in-doubt', answer.why);
    case 'no-proposal':
      return `Nobody proposes to block ${name}, or nobody approved it within 15 minutes. \`/aism block\` or \`/aism override\` proposes it anew.`;
    case 'own-proposal':
      return 'You proposed it yourself. Somebody else must approve it.';
    case 'needs-lead':
      return `One of the two must be a lead, and neither of you is. ${leads ? `Ask one of them to approve it: ${leads}.` : 'There is none yet: set AISM_LEADS.'}`;
    case 'proposer-has-no-role':
      return 'Who proposed it may not do that any more, so it is off. Propose it yourself, and somebody else approves it.';
  }
}

/** The answer to somebody who does not want it. `refusal` for who may not say so. */
export function sayDeclined(address: Address, answer: Declined, refusal: string): string {
  const name = display(address);
  switch (answer.kind) {
    case 'declined':
      return `Declined: ${name} is not blocked by what ${sayActor(answer.proposal.by)} proposed. The card tells who declined.`;
    case 'withdrawn':
      return `Taken back: nobody is asked any more to approve the block of ${name}.`;
    case 'already-blocked':
      return `Too late: ${name} is blocked ${sayEnd(answer.block)}. \`/aism unblock ${name}\` ends it.`;
    case 'no-proposal':
      return `Nobody proposes to block ${name}. Nothing changed.`;
    case 'may-not':
      return refusal;
  }
}

function sayRefused(name: string, isInDoubt: boolean, why: string): string {
  const next = isInDoubt
    ? 'A wide range waits until it is known what of yours is in it; name a smaller one, or try again soon.'
    : 'Name a range that holds nothing of the list, or `/aism override` a small one together with somebody else.';
  return `${name} is not blocked: ${escapeMrkdwn(why)}. ${next}`;
}

const BECAUSE: Record<TwoPeople, string> = {
  guarded: 'what is never blocked takes two people',
  wide: 'so wide a range takes two people',
  permanent: 'what never ends takes two people',
};

function becauseOf(reasons: readonly TwoPeople[]): string {
  return reasons.map((reason) => BECAUSE[reason]).join(', and ');
}
