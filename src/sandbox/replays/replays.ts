/** One alert of a series: when it comes, and what ElastAlert's body says. */
export interface ReplayStep {
  afterMs: number;
  rule: string;
  address: string;
  /** `num_events` of the rule, which counts by the address. */
  events: number;
  host: string;
  user?: string;
  path?: string;
  severity: 'medium' | 'high' | 'critical';
}

export interface Replay {
  name: string;
  title: string;
  about: string;
  steps: ReplayStep[];
}

/** The series behind the page's "Replay an attack". Times are shortened; addresses are documentation addresses. */
export const REPLAYS: readonly Replay[] = [
  {
    name: 'ssh-brute-force',
    title: 'SSH brute force',
    about:
      'Two addresses guess passwords. One stays below the threshold and is asked about, one goes over it and is blocked.',
    steps: [
      ssh(0, '203.0.113.7', 'root'),
      ssh(700, '198.51.100.23', 'admin'),
      ssh(1400, '198.51.100.23', 'postgres'),
      ssh(2100, '198.51.100.23', 'ubuntu'),
    ],
  },
  {
    name: 'web-scan',
    title: 'Web scan',
    about: 'One scanner walks through known weak pages. The rule is not trusted to block by itself: a person is asked.',
    steps: [
      web(0, '192.0.2.44', '/wp-admin/setup-config.php'),
      web(800, '192.0.2.44', '/.env'),
      web(1600, '192.0.2.44', '/index.php?page=../../../../etc/passwd'),
    ],
  },
  {
    name: 'many-attackers',
    title: 'More attackers than slots',
    about:
      'Twenty addresses go over the threshold at once; the Network ACL has room for fewer, the rest waits visibly.',
    steps: Array.from({ length: 20 }, (_, index) => ({
      ...ssh(index * 60, `203.0.113.${100 + index}`, 'root'),
      events: 24 + index,
    })),
  },
];

function ssh(afterMs: number, address: string, user: string): ReplayStep {
  return { afterMs, rule: 'ssh-bruteforce', address, events: 8, host: 'bastion-1', user, severity: 'high' };
}

function web(afterMs: number, address: string, path: string): ReplayStep {
  return { afterMs, rule: 'web-scan', address, events: 14, host: 'shop-1', path, severity: 'medium' };
}
