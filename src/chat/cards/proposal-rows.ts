import { display, family, prefixLength } from '../../address/address.ts';
import { liveBlock } from '../../ledger/block.ts';
import { isOverride } from '../../ledger/proposal.ts';
import type { AddressRecord, Claim, Episode, Proposal } from '../../ledger/record.ts';
import { howLong } from '../../response/propose-block.ts';
import { actor, bold, countdown, gap, moment, type Piece } from './rich.ts';

/** What the card that asks for the second person asks. */
export function proposalTitle({ address }: AddressRecord, { reasons }: Episode): string {
  const name = display(address);
  if (isOverride({ reasons })) return `Block ${name} though it is never blocked?`;
  return `Block ${reasons.includes('wide') ? `the wide range ${name}` : name}${reasons.includes('permanent') ? ' for good' : ''}?`;
}

/** The same once it is over and nobody approved it. What was blocked before stays so. */
export function endedProposalTitle(record: AddressRecord, episode: Episode): string {
  const what = isOverride(episode) ? 'the override' : 'it';
  const forGood = episode.reasons.includes('permanent') ? ' for good' : '';
  const stays = liveBlock(record) && !forGood ? 'stays as it is' : `is not blocked${forGood}`;
  const { answer } = episode;
  const how = answer ? `${what} was ${answer.what}` : `nobody approved ${what}`;
  return `${display(record.address)} ${stays}: ${how}`;
}

/** Who wants it, how much it is, and until when a second person may approve it. */
export function proposalRows({ address }: AddressRecord, { by, forMs, expires, reasons }: Proposal): Piece[][] {
  return [
    [bold('Wanted  '), gap('by '), ...actor(by), gap(`, ${howLong(forMs)}`)],
    ...(reasons.includes('wide') ? [[bold('How wide  '), gap(howWide(address))]] : []),
    [
      bold('Next  '),
      gap('somebody else approves it until '),
      countdown(expires),
      gap(', or it is forgotten. One of the two must be a lead.'),
    ],
  ];
}

/** Who declined it, or took it back. */
export function declinedRows({ answer }: Episode): Piece[][] {
  if (!answer) return [];
  const how = answer.what === 'withdrawn' ? 'Taken back  ' : 'Declined  ';
  return [[bold(how), gap('by '), ...actor(answer.by), gap(', '), moment(answer.at)]];
}

/** Which two people approved it and why it took two; nothing for any other block. */
export function approvedRows(record: AddressRecord): Piece[][] {
  return record.claims.flatMap(({ approved }) => (approved ? [approvedRow(approved)] : []));
}

function approvedRow({ by: [first, second], reasons }: NonNullable<Claim['approved']>): Piece[] {
  const both = [...actor(first), gap(' and '), ...actor(second)];
  if (reasons.includes('guarded')) return [bold('Override  '), gap('of the never-block list, by '), ...both];
  const what = [reasons.includes('wide') && 'a wide range', reasons.includes('permanent') && 'for good'].filter(
    Boolean,
  );
  return [bold('Approved  '), gap(`${what.join(', ')}, by `), ...both];
}

function howWide(address: AddressRecord['address']): string {
  const length = prefixLength(address);
  return family(address) === 4
    ? `${(2 ** (32 - length)).toLocaleString('en')} addresses`
    : `${(2 ** (64 - length)).toLocaleString('en')} networks of a /64`;
}
