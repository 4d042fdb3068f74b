import { performance } from 'node:perf_hooks';
import { parseAddress } from '../src/address/address.ts';
import { systemClock } from '../src/clock.ts';
import { readConfig } from '../src/config.ts';
import { addClaim } from '../src/ledger/block.ts';
import { createLog } from '../src/log.ts';
import type { Deps } from '../src/response/deps.ts';
import { refreshGuard } from '../src/response/load-guard.ts';
import { wire } from '../src/wire.ts';
import { awsOf } from '../test/support/servers.ts';
import { type MeasuredServers, startMeasuredServers } from './measured-servers.ts';

const WISHES = 1000;
/** How many records are written at the same time while the burst is prepared. */
const AT_ONCE = 16;
const HOUR = 3_600_000;

export interface Burst {
  wishes: number;
  /** Rules of ours in the Network ACL afterwards. */
  slots: number;
  /** Requests that EC2 got, whatever their answer, from the wake-up until every wish was settled. */
  ec2Calls: number;
  ms: number;
}

/** So many automatic blocks are in the ledger at once, on one empty Network ACL; then everything is woken. */
export async function measureBurst(): Promise<Burst> {
  const servers = await startMeasuredServers();
  const application = wire(readConfig(servers.environment(0)), {
    clock: systemClock,
    log: createLog('error'),
    holder: 'bench',
    aws: awsOf(servers),
  });
  try {
    const { deps, worker } = application;
    await refreshGuard(deps);
    await fillLedger(deps);
    servers.forget();
    const began = performance.now();
    do await worker.tick();
    while ((await deps.ledger.records.unsettled(servers.ec2.networkAclId, 1)).length > 0);
    const ms = Math.round(performance.now() - began);
    const ec2Calls = servers.calls.filter((call) => call.server === 'ec2').length;
    return { wishes: WISHES, slots: deniesOf(servers), ec2Calls, ms };
  } finally {
    await application.stop();
    await servers.close();
  }
}

async function fillLedger(deps: Deps): Promise<void> {
  const now = Date.now();
  for (let first = 0; first < WISHES; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, WISHES - first) }, (_, index) => first + index);
    await Promise.all(
      some.map((index) => {
        // Even, and each once: no two are alike, and no two can be merged.
        const parsed = parseAddress(`203.0.${index >> 7}.${(index * 14) % 256}`);
        if (!parsed.ok) throw new Error(parsed.why);
        return deps.ledger.records.change(parsed.address, (draft) => {
          draft.score = index % 97;
          const claim = { by: 'rule:bench', scopes: ['all'], until: now + HOUR, why: 'bench' };
          addClaim(draft, claim, { now, targets: deps.targets, severity: 'high' });
        });
      }),
    );
  }
}

function deniesOf({ ec2 }: MeasuredServers): number {
  const [acl] = ec2.networkAcls().filter((each) => each.NetworkAclId === ec2.networkAclId);
  const rules = acl?.Entries.filter((each) => !each.Egress && each.RuleAction === 'deny') ?? [];
  return rules.filter((each) => each.RuleNumber < 100).length;
}
