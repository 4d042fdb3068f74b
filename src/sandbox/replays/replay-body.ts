import { randomUUID } from 'node:crypto';
import type { ReplayStep } from './replays.ts';

/** The body that ElastAlert 2 posts for this step, in the form of docs/elastalert.md's rule snippet. */
export function replayBody(step: ReplayStep, now: number): Record<string, unknown> {
  const isWeb = step.path !== undefined;
  return {
    '@timestamp': new Date(now).toISOString(),
    event: { dataset: isWeb ? 'nginx.access' : 'system.auth', outcome: 'failure' },
    host: { name: step.host },
    source: { ip: step.address, port: 51122 },
    ...(step.user
      ? { user: { name: step.user }, message: `Failed password for ${step.user} from ${step.address} port 51122 ssh2` }
      : {}),
    ...(step.path
      ? { url: { original: step.path }, http: { request: { method: 'GET' }, response: { status_code: 404 } } }
      : {}),
    _id: randomUUID(),
    _index: `filebeat-${new Date(now).toISOString().slice(0, 10)}`,
    num_hits: 810,
    num_matches: 1,
    rule_param_name: step.rule,
    rule_param_num_events: step.events,
    rule_param_query_key: 'source.ip',
    aism_rule: step.rule,
    aism_severity: step.severity,
    aism_ip: step.address,
  };
}
