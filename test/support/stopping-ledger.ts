import type { Ledger } from '../../src/ledger/ledger.ts';
import type { LedgerTable } from './ledger-table.ts';

/** A ledger that stops before the `number`-th write of these items, as kill -9 would. */
export function stoppingLedger(table: LedgerTable, prefix: string, number: number): Ledger {
  let writes = 0;
  return table.ledger((name, input) => {
    if (!/^(Put|Update|Delete|BatchWrite)/.test(name) || !JSON.stringify(input).includes(prefix)) return;
    writes += 1;
    if (writes >= number) throw new Error('stopped');
  });
}
