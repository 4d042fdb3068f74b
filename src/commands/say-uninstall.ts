import type { Cleared } from '../response/clear-target.ts';
import type { OwnRules } from '../response/own-rules.ts';
import type { Emptied } from '../response/uninstall.ts';
import { columns } from './columns.ts';

export function sayOwn(target: string, own: OwnRules): string {
  if (own.kind !== 'seen') return `${target}  could not be read: ${own.why}\n`;
  const rules = own.rules.map((each) => [`rule ${each.ruleNumber}`, each.address, each.scope]);
  return `${target}  ${count(own.rules.length)} of ours, ${own.others} of others\n${columns(rules)}`;
}

export function sayEmptied(target: string, emptied: Emptied): string {
  switch (emptied.kind) {
    case 'out':
      return `${target}  took ${count(emptied.taken.length)} out; ${count(emptied.left)} of others left as they were\n`;
    case 'gone':
      return `${target}  exists no longer, and its rules with it\n`;
    case 'trouble':
      return `${target}  rules of ours are left: ${emptied.why}. Mend that and run aism uninstall again.\n`;
  }
}

export function sayCleared(target: string, cleared: Cleared): string {
  switch (cleared.kind) {
    case 'out':
      return `${target}  took ${count(cleared.taken.length)} out; ${count(cleared.left)} of others left as they were; ${cleared.blocks} blocks go on without it\n`;
    case 'busy':
      return `${target}  another process is at it: is it still configured in an AISM that runs? Restart that one and try again.\n`;
    case 'trouble':
      return `${target}  rules of ours are left: ${cleared.why}. Mend that and run it again.\n`;
  }
}

function count(rules: number): string {
  return `${rules} ${rules === 1 ? 'rule' : 'rules'}`;
}
