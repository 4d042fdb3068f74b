/** One line of a file that `aism replay` takes. */
export interface RecordedAlert {
  at: string;
  source: 'elastalert';
  body: Record<string, unknown>;
}

/** The rule: so many failures of one address within so long, as Wazuh's rule 5712 has it. Then it counts anew. */
const FAILURES = 8;
const WITHIN_MS = 120_000;

const LINE = /^(?<time>\w{3} [ \d]\d \d\d:\d\d:\d\d) (?<host>\S+) sshd\[(?<pid>\d+)\]: (?<text>.*)$/;
const REPEATED = /^message repeated (?<times>\d+) times: \[ ?(?<text>.*)\]$/;
const FAILED = /^Failed (?:password|publickey|none) for (?<unknown>invalid user )?(?<user>.*) from (?<ip>\S+) port \d+/;
const UNKNOWN = /^Invalid user (?<user>.*) from (?<ip>\S+)/;
const ACCEPTED = /^Accepted \S+ for (?<user>\S+) from (?<ip>\S+) port \d+/;

/**
 * The lines of sshd in an auth.log as the alerts that ElastAlert would post: a frequency rule `ssh-bruteforce` with
 * `num_events: 8` in 2 minutes and `query_key: source.ip`, and a rule `ssh-login` for each successful log-in. rsyslog's
 * "message repeated" counts as often as it says; the two lines of an attempt on an unknown user count once. The file
 * names no year: it is given.
 */
export function alertsOfAuthLog(log: string, year: number): RecordedAlert[] {
  const alerts: RecordedAlert[] = [];
  const recent = new Map<string, number[]>();
  /** Attempts on unknown users whose second line is still to come: by process. */
  const announced = new Set<string>();
  for (const [index, line] of log.split('\n').entries()) {
    const { time = '', host = '', pid = '', text: whole = '' } = LINE.exec(line)?.groups ?? {};
    // The machine itself is no attacker, and its alerts would name nobody.
    if (whole === '' || whole.includes(' from 127.0.0.1 ')) continue;
    const { times = '1', text = whole } = REPEATED.exec(whole)?.groups ?? {};
    const at = Date.parse(`${time} ${year} UTC`);
    const event = (ip: string, user: string) => ({ at, ip, user, host, text, id: `line-${index + 1}` });
    const login = ACCEPTED.exec(text)?.groups;
    if (login) alerts.push(loginAlert(event(login['ip'] ?? '', login['user'] ?? '')));
    const unknown = UNKNOWN.exec(text)?.groups;
    const failed = FAILED.exec(text)?.groups;
    const found = unknown ?? failed;
    if (!found) continue;
    const { ip = '', user = '' } = found;
    let count = Number(times);
    if (unknown) announced.add(pid);
    else if (failed?.['unknown'] && announced.delete(pid)) count -= 1;
    for (; count > 0; count -= 1) {
      const window = [...(recent.get(ip) ?? []).filter((moment) => moment > at - WITHIN_MS), at];
      recent.set(ip, window.length >= FAILURES ? [] : window);
      if (window.length >= FAILURES) alerts.push(failureAlert(event(ip, user), `${index + 1}-${count}`));
    }
  }
  return alerts;
}

interface Event {
  at: number;
  ip: string;
  user: string;
  host: string;
  text: string;
  id: string;
}

function failureAlert(event: Event, id: string): RecordedAlert {
  const params = { rule_param_name: 'ssh-bruteforce', rule_param_type: 'frequency', rule_param_query_key: 'source.ip' };
  return recorded(event, 'failure', { ...params, rule_param_num_events: FAILURES, _id: id });
}

function loginAlert(event: Event): RecordedAlert {
  return recorded(event, 'success', { rule_param_name: 'ssh-login', rule_param_type: 'any', _id: event.id });
}

function recorded(event: Event, outcome: string, more: Record<string, unknown>): RecordedAlert {
  const at = new Date(event.at).toISOString();
  return {
    at,
    source: 'elastalert',
    body: {
      '@timestamp': at,
      event: { dataset: 'system.auth', outcome },
      source: { ip: event.ip },
      user: { name: event.user },
      host: { name: event.host },
      message: event.text,
      _index: 'filebeat-auth',
      num_hits: 1,
      num_matches: 1,
      ...more,
    },
  };
}
