import { overriders } from '../../ledger/block.ts';
import type { AddressRecord, Override } from '../../ledger/record.ts';
import { actor, bold, gap, moment, type Piece } from './rich.ts';

/** Who wants to block what is never blocked, and until when a second person may approve it. */
export function overrideRows({ by, expires }: Override): Piece[][] {
  return [
    [bold('Wanted  '), gap('by '), ...actor(by)],
    [
      bold('Next  '),
      gap('somebody else approves it until '),
      moment(expires),
      gap(', or it is forgotten. One of the two must be a lead.'),
    ],
  ];
}

/** That the never-block list is overridden, and by whom; nothing for any other block. */
export function overriddenRow(record: AddressRecord): Piece[][] {
  const both = overriders(record);
  if (!both) return [];
  const [first, second] = both;
  return [[bold('Override  '), gap('of the never-block list, by '), ...actor(first), gap(' and '), ...actor(second)]];
}
