import { appendFileSync, readFileSync } from 'node:fs';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { approveBlock } from '../../src/response/approve-block.ts';
import type { Deps } from '../../src/response/deps.ts';
import { ignoreAlerts } from '../../src/response/ignore-alerts.ts';
import { undoBlock } from '../../src/response/lift-block.ts';
import { type Application, wire } from '../../src/wire.ts';
import { WEBHOOK_TOKEN } from './servers.ts';
import { type NamedWish, wishesOf } from './wishes.ts';

/*
 * A process of AISM without a port: the production wiring, its loops and its tick, and people who wish one thing after the
 * other. Before each wish it appends `intent <name>` to its journal, after the answer `ack <name> <answer>`, so that whoever
 * killed it knows what it had been promised. Started again it goes on with what it never began.
 * Arguments: its name, the seed, how many wishes, the journal's file, the lease in milliseconds. The rest is the environment.
 */
const [name = '', seed = '', count = '', journal = '', leaseMs = ''] = process.argv.slice(2);
/** Far more often than in production, since what a killed process left undone is waited for. Milliseconds. */
const TICK_MS = 10_000;
/** How many people wish something at the same time. */
const AT_ONCE = 5;

/** A rule that counts by the address and has seen enough of it for an automatic block. */
const PROVEN = { rule_param_query_key: 'source.ip', rule_param_num_events: 25 };

const application = wire(readConfig(), {
  clock: systemClock,
  log: createLog('fatal'),
  holder: `${name}-${process.pid}`,
  leaseMs: Number(leaseMs),
});
const { worker } = application;
/** Hints to books and cards are lost here, so that they are the tick's: all processes would copy the same actions at once. */
const nothing = () => undefined;
const deps: Deps = {
  ...application.deps,
  wake: { ...application.deps.wake, bookkeeping: nothing, announce: nothing },
};
const ticking = setInterval(() => void worker.tick().catch(() => undefined), TICK_MS);
void worker.tick().catch(() => undefined);

const begun = new Set(
  readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('intent ')),
);
const left = wishesOf(name, Number(seed), Number(count)).filter((wish) => !begun.has(`intent ${wish.name}`));
await Promise.all(Array.from({ length: AT_ONCE }, wishOn));
clearInterval(ticking);
await application.stop();
appendFileSync(journal, 'end\n');
process.exit(0);

/** One after the other, until nothing is left. */
async function wishOn(): Promise<void> {
  for (let wish = left.shift(); wish; wish = left.shift()) {
    appendFileSync(journal, `intent ${wish.name}\n`);
    const answer = await fulfil(application, wish).catch((error: unknown) => `error ${String(error)}`);
    appendFileSync(journal, `ack ${wish.name} ${answer}\n`);
  }
}

/** What the person or the sender was told. */
async function fulfil({ alerts }: Application, wish: NamedWish): Promise<string> {
  const { address, forMs, name: by } = wish;
  switch (wish.kind) {
    case 'block':
      return (await approveBlock(deps, { address, by, forMs, why: by })).kind;
    case 'undo':
      return (await undoBlock(deps, { address, by, why: by })).kind;
    case 'ignore': {
      const { episodes } = await deps.ledger.records.get(address);
      return (await ignoreAlerts(deps, { address, by, forMs, episode: episodes.at(-1)?.id ?? '' })).kind;
    }
    case 'alert': {
      const body = {
        aism_ip: address.replace('/32', ''),
        aism_rule: 'ssh-bruteforce',
        _index: 'filebeat',
        _id: by,
        ...PROVEN,
      };
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${WEBHOOK_TOKEN}` };
      const request = { method: 'POST', headers, body: JSON.stringify(body) };
      return String((await alerts.request('/alerts/elastalert', request)).status);
    }
  }
}
