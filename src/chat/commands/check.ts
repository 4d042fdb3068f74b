import { display } from '../../address/address.ts';
import { blockState, liveBlock } from '../../ledger/block.ts';
import type { AddressRecord } from '../../ledger/record.ts';
import { checkAddress } from '../../response/check-address.ts';
import { howLong } from '../../response/propose-block.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { sayOff } from '../say-automatic.ts';
import { sayActor, sayEnd, sayEntry, saySentence, slackDate } from '../say-result.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

/** `/aism check 203.0.113.9` */
export const check: Command = {
  name: 'check',
  usage: 'check <ip>',
  about: 'tells whether an address is blocked, by what, and what it did',
  examples: ['check 203.0.113.9'],
  act: 'look',
  async run([target], { deps }) {
    const read = readTarget(target, check.usage);
    if ('answer' in read) return read.answer;
    const found = await checkAddress(deps, read.address);
    const covering = found.coveredBy.map((each) => `Covered by the block of ${display(each.address)}.`);
    const guard = found.guarded ? [`Never blocked: ${escapeMrkdwn(found.guarded)}.`] : [];
    const now = deps.clock.now();
    return [
      `*${display(read.address)}*`,
      ...guard,
      ...sayProposal(found.record, deps.clock.now()),
      ...found.allowed.map(sayEntry),
      ...sayBlock(found.record, covering, deps.nameOf),
      ...sayPast(found.record, now),
      ...sayOff(await deps.ledger.automatic.read(), now),
    ].join('\n');
  },
};

function sayBlock(record: AddressRecord, covering: string[], nameOf: (target: string) => string): string[] {
  const block = liveBlock(record);
  if (!block) return covering.length > 0 ? ['No block of its own.', ...covering] : ['Not blocked.'];
  const targets = Object.entries(block.targets).map(([id, target]) => {
    const range = target.through ? ` for ${target.through.map(display).join(', ')}` : '';
    const rules = target.ruleNumbers.length > 0 ? `, rule ${target.ruleNumbers.join(', ')}${range}` : '';
    return `• ${nameOf(id)}: ${target.state}${rules}${target.note ? `, ${escapeMrkdwn(target.note)}` : ''}`;
  });
  const head = `*${blockState(block)}* ${sayEnd(block)}, by ${sayActor(block.by)}: ${escapeMrkdwn(block.why)}`;
  return [head, ...sayApprovals(record), ...targets, ...covering];
}

function sayApprovals({ claims }: AddressRecord): string[] {
  return claims.flatMap(({ approved }) => {
    if (!approved) return [];
    const both = approved.by.map(sayActor).join(' and ');
    return approved.reasons.includes('guarded')
      ? [`The never-block list is overridden by ${both}.`]
      : [`It took two people: ${both} approved it.`];
  });
}

function sayProposal({ proposal }: AddressRecord, now: number): string[] {
  if (!proposal || proposal.expires <= now) return [];
  return [
    `${sayActor(proposal.by)} proposes to block it ${proposal.reasons.includes('guarded') ? 'all the same' : howLong(proposal.forMs)}; somebody else may approve that until ${slackDate(proposal.expires)}.`,
  ];
}

function sayPast(record: AddressRecord, now: number): string[] {
  const ended = [...record.pastBlocks, ...(record.block ? [record.block] : [])].filter((block) => block.ended);
  // What people opened by hand has no alert to tell of.
  const episodes = record.episodes
    .filter((episode) => episode.alerts > 0)
    .map(
      (episode) =>
        `• rule ${escapeMrkdwn(episode.rule)}: ${counted(episode.alerts, 'alert')}, the last ${slackDate(episode.lastAlertAt)}. ${saySentence(episode.sentence)}`,
    );
  const snoozes = record.snoozes.filter((each) => each.until > now);
  return [
    ...(ended.length > 0 ? [`Blocked ${counted(ended.length, 'time')} before.`] : []),
    ...snoozes.map(
      (each) =>
        `${each.rule === undefined ? 'Every rule' : `Rule ${escapeMrkdwn(each.rule)}`} is ignored until ${slackDate(each.until)} by <@${each.by}>.`,
    ),
    ...(episodes.length > 0 ? episodes : ['No alert has opened a card. `/aism why` tells of those that were ignored.']),
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
