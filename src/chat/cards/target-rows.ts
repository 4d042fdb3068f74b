import { display } from '../../address/address.ts';
import type { Mode } from '../../decision/decide.ts';
import type { Block, TargetState } from '../../ledger/record.ts';
import { bold, gap, moment, type Piece, words } from './rich.ts';

/** More targets than this are told by number only. */
const MOST = 6;

/** How Network ACLs are named, and whether their rules are real. */
export interface RowLook {
  mode: Mode;
  nameOf: (target: string) => string;
}

/** What each Network ACL shows of a block; of several first how many have it, then those that do not. */
export function targetRows(block: Block, look: RowLook): Piece[][] {
  const targets = Object.entries(block.targets);
  const { nameOf } = look;
  if (targets.length < 2) return targets.map(([id, target]) => row(nameOf(id), target, look));
  const inOrder = targets.toSorted(([, a], [, b]) => Number(a.state === 'active') - Number(b.state === 'active'));
  const more = inOrder.length > MOST ? [[bold('Firewall  '), words(`and ${inOrder.length - MOST} more`)]] : [];
  return [
    [bold('Firewall  '), words(targetSummary(block, nameOf))],
    ...inOrder.slice(0, MOST).map(([id, target]) => row(nameOf(id), target, look)),
    ...more,
  ];
}

/** That something else touched the block's rules, which a person should know of though it was repaired. */
export function driftRow({ times, at }: NonNullable<Block['drift']>): Piece[] {
  const often = times === 1 ? 'its rule' : `its rule ${times} times, the last time`;
  return [bold('Drift  '), gap(`something else removed or changed ${often} `), moment(at), gap('. AISM put it back.')];
}

/** `active in 2 of 3, retrying acl-... (eu-west-1)` */
export function targetSummary(block: Block, nameOf: (target: string) => string): string {
  const targets = Object.entries(block.targets);
  const those = (...states: TargetState['state'][]) =>
    targets.filter(([, target]) => states.includes(target.state)).map(([id]) => nameOf(id));
  const gone = block.ended ? `out of ${those('out').length}` : `active in ${those('active').length}`;
  const parts = [
    ['retrying', those('failed')],
    ['changing', those('pending', 'lifting')],
    ['no room in', those('waiting')],
    ['to be mended:', those('unusable', 'lost')],
  ] as const;
  const others = parts.filter(([, names]) => names.length > 0).map(([what, names]) => `, ${what} ${names.join(', ')}`);
  return `${gone} of ${targets.length}${others.join('')}`;
}

function row(name: string, target: TargetState, { mode }: Pick<RowLook, 'mode'>): Piece[] {
  const note = target.note ? `: ${target.note}` : '';
  const state = mode === 'shadow' && target.state === 'active' ? 'would deny it' : STATE_WORDS[target.state];
  return [bold('Firewall  '), words(`${name} ${state}${ruleWords(target)}${note}`)];
}

function ruleWords({ ruleNumbers, through }: TargetState): string {
  const range = through ? ` for ${through.map(display).join(', ')}` : '';
  return ruleNumbers.length > 0 ? `, rule ${ruleNumbers.join(', ')}${range}` : '';
}

const STATE_WORDS = {
  pending: 'is being changed',
  active: 'denies it',
  waiting: 'has no room',
  failed: 'could not be changed',
  unusable: 'cannot deny it',
  lost: 'is gone',
  left: "is AISM's no longer; what is there stays",
  lifting: 'is being changed',
  out: 'lets it through again',
} as const;
