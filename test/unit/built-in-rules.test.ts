import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { completePolicy, policyFor } from '../../src/decision/policy.ts';

const policy = completePolicy({});
/** Alert rules as people name them. */
const AUTOMATIC = [
  ...[
    'ssh-bruteforce',
    'SSH invalid users',
    'dropbear-failures',
    'pam-failures',
    'any-auth-failures',
    'telnet-connections',
  ],
  ...[
    'web-scan',
    'nginx-404-scan',
    'many-4xx',
    'sqli-probing',
    'sql-injection',
    'xss-attempts',
    'path-traversal',
    'log4shell',
  ],
  ...['modsecurity-blocks', 'http-auth-failures', 'wp-login', 'wordpress-bruteforce', 'xmlrpc-flood', 'joomla-admin'],
  ...[
    'ftp-bruteforce',
    'vsftpd',
    'smtp-auth',
    'postfix-sasl',
    'exim-auth',
    'spam-relay',
    'imap-bruteforce',
    'dovecot-auth',
  ],
  ...[
    'roundcube-login',
    'rdp-bruteforce',
    'windows-logon-failures',
    'mssql-bruteforce',
    'mysql-bruteforce',
    'postgres-auth',
  ],
  ...[
    'mongodb-auth',
    'redis-auth',
    'proxmox-login',
    'netscaler-login',
    'vmware-esxi-auth',
    'nextcloud-login',
    'owncloud-login',
  ],
];
const ASKED = [
  ...[
    'ssh-reverse-mapping',
    'ssh-login-timeouts',
    'failures-then-success',
    'possible-break-in',
    'port-scan',
    'connection-scan',
  ],
  ...[
    'web-errors-500',
    'http-503-overload',
    'web-dos',
    'aws-waf-blocked',
    'console-login-failures',
    'asterisk-register',
  ],
  ...['sip-enumeration', 'dns-refused', 'vpn-login-failures', 'firewall-drops', 'iptables-drops', 'pfsense-blocks'],
  ...['vpc-flow-logs-rejected', 'suricata-alerts', 'snort', 'something-nobody-named'],
];

describe('without a policy file', () => {
  test.each(AUTOMATIC)('%s blocks by itself from some events on', (rule) => {
    expect(policyFor(policy, rule)).toMatchObject({ proven: true, auto: expect.any(Number) });
  });

  test.each(ASKED)('%s is asked about', (rule) => {
    expect(policyFor(policy, rule)).toMatchObject({ proven: false, auto: 'never' });
  });

  test('web rules look for crawlers, others do not', () => {
    expect(['web-scan', 'sqli', 'wp-login', 'http-auth'].map((rule) => policyFor(policy, rule).web)).toEqual(
      Array(4).fill(true),
    );
    expect(policyFor(policy, 'ssh').web).toBe(false);
  });
});

const COMPOSITES = new URL('../../../shared/data/wazuh-composites.csv', import.meta.url);
/** How an alert rule of each class there would be named. */
const NAMED: Record<string, string> = {
  'imap/pop': 'imap-auth',
  'rdp/windows': 'rdp',
  'pam/generic': 'pam',
  cms: 'wp-login',
};
const CLASSES: Record<string, string> = {
  ...NAMED,
  ...{
    generic: 'auth-failures',
    'generic-scan': 'scan',
    'web-attack': 'web-attack',
    'web-auth': 'http-auth',
    aws: 'waf',
  },
  ...{ voip: 'voip', panel: 'proxmox', hypervisor: 'vmware', apps: 'nextcloud', webmail: 'webmail', smtp: 'smtp' },
};

test.skipIf(!existsSync(COMPOSITES))('every class of composite rules that people run has a built-in rule', () => {
  const [, ...rows] = readFileSync(COMPOSITES, 'utf8').trim().split('\n');
  const classes = [...new Set(rows.map((row) => row.split(',')[0] ?? ''))];

  expect(classes.length).toBeGreaterThan(20);
  for (const each of classes) expect([each, policyFor(policy, CLASSES[each] ?? each).match]).not.toEqual([each, '*']);
});
