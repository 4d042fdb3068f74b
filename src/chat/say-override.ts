import { type Address, display } from '../address/address.ts';
import type { Approved, Proposed } from '../response/override-guard.ts';
import { sayActor, sayAllowlisted, sayEnd, slackDate } from './say-result.ts';

/** The answer to somebody who wants to block what is never blocked. */
export function sayProposed(address: Address, answer: Proposed): string {
  const name = display(address);
  switch (answer.kind) {
    case 'proposed':
      return `Nothing is blocked yet. Somebody else must approve it until ${slackDate(answer.override.expires)}: with the button on the card in the channel, or \`/aism override ${name} approve\`. One of you two must be a lead.`;
    case 'already-proposed':
      return `${sayActor(answer.override.by)} has already proposed that. If you want it too: \`/aism override ${name} approve\`, until ${slackDate(answer.override.expires)}.`;
    case 'already-overridden':
      return `${name} is already blocked by an override ${sayEnd(answer.block)}. Unblock it first.`;
    case 'not-guarded':
      return `${name} is not on the never-block list. Use \`/aism block ${name}\`.`;
    case 'allowlisted':
      return sayAllowlisted(address, answer.entry);
    case 'too-wide':
      return `${name} is not blocked: ${answer.why}. Nobody can override that; name a smaller range.`;
  }
}

/** The answer to the second person. */
export function sayApproved(address: Address, answer: Approved): string {
  const name = display(address);
  switch (answer.kind) {
    case 'blocked':
      return `Blocking ${name} ${sayEnd(answer.block)}, though it is on the never-block list: ${answer.overriddenBy.map(sayActor).join(' and ')} want it. The card shows when the firewall has it.`;
    case 'already-overridden':
      return `${name} is already blocked by an override ${sayEnd(answer.block)}. Nothing changed.`;
    case 'allowlisted':
      return sayAllowlisted(address, answer.entry);
    case 'no-proposal':
      return `Nobody proposes to override the never-block list for ${name}, or nobody approved it within 15 minutes. \`/aism override ${name} <duration> <reason>\` proposes it.`;
    case 'own-proposal':
      return 'You proposed it yourself. Somebody else must approve it.';
    case 'needs-lead':
      return 'One of the two must be a lead, and neither of you is. Ask a lead to approve it.';
    case 'proposer-has-no-role':
      return 'Who proposed it may not block any more. Propose it yourself, and somebody else approves it.';
  }
}
