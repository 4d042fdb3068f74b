import { type Address, display } from '../../address/address.ts';
import type { AddressRecord, Episode } from '../../ledger/record.ts';
import { addressHistory } from '../../response/address-history.ts';
import { type Checked, checkAddress } from '../../response/check-address.ts';
import type { Deps } from '../../response/deps.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import { sayOff } from '../say-automatic.ts';
import { sayActor, sayEnd, sayEntry, saySentence, slackDate } from '../say-result.ts';
import type { Command } from './command.ts';
import { readTarget } from './read-target.ts';

/** How many of the last decisions are told. */
const DECISIONS = 5;
const LOOKED_AT = 100;

/** `/aism why 203.0.113.9` */
export const why: Command = {
  name: 'why',
  usage: 'why <ip|cidr>',
  about: 'tells why an address is blocked, asked about or left alone, with the last decisions',
  examples: ['why 203.0.113.9'],
  act: 'look',
  async run([target], { deps }) {
    const read = readTarget(target, why.usage);
    return 'answer' in read ? read.answer : sayWhy(deps, read.address);
  },
};

/** Why an address is blocked, asked about or left alone, in mrkdwn. */
export async function sayWhy(deps: Deps, address: Address): Promise<string> {
  const [checked, actions, automatic] = await Promise.all([
    checkAddress(deps, address),
    addressHistory(deps, address, LOOKED_AT),
    deps.ledger.automatic.read(),
  ]);
  const decisions = actions.filter((action) => action.kind === 'alert').slice(0, DECISIONS);
  const lines = decisions.map(
    ({ at, after, why: sentence, reasons = [] }) =>
      `• ${slackDate(at)}  *${after}*  ${saySentence(sentence)}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}`,
  );
  return [
    `*${display(address)}*`,
    ...now(checked, deps.clock.now()),
    ...sayOff(automatic, deps.clock.now()),
    ...(lines.length > 0 ? ['The last decisions:', ...lines] : ['No alert about it was decided.']),
  ].join('\n');
}

/** What holds now, whatever was decided before. */
function now({ record, coveredBy, guarded, allowed }: Checked, at: number): string[] {
  return [
    ...(guarded ? [`Never blocked: ${escapeMrkdwn(guarded)}.`] : []),
    ...allowed.map(sayEntry),
    ...coveredBy.map((range) => `Denied by the block of ${display(range.address)}.`),
    ...claims(record),
    ...(record.grace && record.grace.until > at
      ? [
          `Unblocked by ${sayActor(record.grace.by)} ${slackDate(record.grace.at)}: not blocked automatically before ${slackDate(record.grace.until)}.`,
        ]
      : []),
    ...(record.logins
      ? [
          `${record.logins.count} successful ${record.logins.count === 1 ? 'log-in' : 'log-ins'}, the last ${slackDate(record.logins.last)}.`,
        ]
      : []),
    ...record.episodes.flatMap(answered),
  ];
}

function claims({ claims: all }: AddressRecord): string[] {
  return all.map(
    (claim) =>
      `Denied (${claim.scopes.map((scope) => (scope === 'all' ? 'all traffic' : scope)).join(', ')}) ${sayEnd(claim)} by ${(claim.approved?.by ?? [claim.by]).map(sayActor).join(' and ')}: ${escapeMrkdwn(claim.why)}`,
  );
}

function answered({ answer, rule }: Episode): string[] {
  return answer
    ? [`Rule ${escapeMrkdwn(rule)}: ${escapeMrkdwn(answer.what)} by ${sayActor(answer.by)} ${slackDate(answer.at)}.`]
    : [];
}
