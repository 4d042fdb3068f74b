import { randomUUID } from 'node:crypto';
import { type Synced, syncTargets } from '../../response/sync-targets.ts';
import { escapeMrkdwn } from '../cards/plain.ts';
import type { Command } from './command.ts';

/** `/aism sync` */
export const sync: Command = {
  name: 'sync',
  usage: 'sync',
  about: 'looks at every Network ACL now and makes it what the ledger wishes, as happens each minute anyway',
  examples: ['sync'],
  act: 'sync',
  async run(_args, { deps }) {
    const synced = await syncTargets(deps, `${deps.holder}-sync-${randomUUID()}`);
    return synced.map((each) => `• ${each.target}: ${say(each)}`).join('\n');
  },
};

function say(done: Synced): string {
  switch (done.kind) {
    case 'done': {
      const { length } = done.changes;
      return length === 0 ? 'as the ledger wishes' : `${length} ${length === 1 ? 'change' : 'changes'} made`;
    }
    case 'busy':
      return 'busy: another process is at it, and was told to look again';
    case 'trouble':
      return `could not be changed: ${escapeMrkdwn(done.why)}`;
  }
}
