import type { ExplainedChange } from '../response/explain-changes.ts';
import type { Standing } from '../response/preview-target.ts';
import { columns } from './columns.ts';

/** More of the waiting than this nobody reads in a table; `--json` tells all. */
const MOST = 40;

/** Changes, and what stands beside them, as one table: what, rule number, address, scope, why. */
export function sayChanges(changes: readonly ExplainedChange[], standing: Partial<Standing>): string {
  const { waiting = [], unusable = [], foreign = [], drift = [] } = standing;
  const rows = [
    ...changes.map((each) => [each.kind, `rule ${each.ruleNumber}`, each.address, each.scope, each.why]),
    ...drift.map((each) => [
      'drift',
      `rule ${each.ruleNumber}`,
      each.address,
      each.scope,
      `${DRIFT[each.what]} by somebody else`,
    ]),
    ...waiting.slice(0, MOST).map((each) => ['waits', '', each.address, '', each.why]),
    ...unusable.slice(0, MOST).map((each) => ['unusable', '', each.address, '', each.why]),
    ...foreign.map((each) => [
      'foreign',
      `rule ${each.ruleNumber}`,
      each.address,
      each.scope,
      `${FOREIGN[each.action]}, not ours: left as it is`,
    ]),
  ];
  const more = Math.max(0, waiting.length - MOST) + Math.max(0, unusable.length - MOST);
  return `${columns(rows)}${more > 0 ? `  and ${more} more that wait or are unusable: --json tells all\n` : ''}`;
}

const DRIFT = { gone: 'taken away', altered: 'changed' } as const;
const FOREIGN = { allow: 'allows', deny: 'denies' } as const;
