import type { Adopted } from '../response/adopt-rules.ts';
import type { ForeignRules } from '../response/foreign-rules.ts';
import { columns } from './columns.ts';

/** What lies inside our numbers and is not ours: which of it is to be taken over, and why the rest cannot be. */
export function sayForeign(target: string, found: ForeignRules, rules: readonly number[] | undefined): string {
  const rows = [
    ...found.adoptable.map((each) => {
      const isChosen = rules?.includes(each.ruleNumber) ?? true;
      return [isChosen ? 'adopt' : 'leave', `rule ${each.ruleNumber}`, each.address, each.scope, ''];
    }),
    ...found.refused.map((each) => ['cannot', `rule ${each.ruleNumber}`, each.address, each.scope, each.why]),
  ];
  if (rows.length === 0) return `${target}  has no rule of somebody else inside AISM's numbers\n`;
  return `${target}\n${columns(rows)}`;
}

export function sayAdopted(target: string, done: Adopted): string {
  switch (done.kind) {
    case 'done': {
      const { length } = done.adopted;
      const changed = done.changed.length > 0 ? `; rule ${done.changed.join(', ')} changed meanwhile: look again` : '';
      return `${target}  took over ${length} ${length === 1 ? 'rule' : 'rules'}${changed}\n`;
    }
    case 'busy':
      return `${target}  another process is at it; run aism adopt again\n`;
    case 'trouble':
      return `${target}  could not be read: ${done.why}\n`;
  }
}
