import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseElastalert } from '../../src/alerts/elastalert.ts';
import { accusedBy, alertFrom, elastalertBody, RECEIVED_AT } from '../support/parse-alert.ts';

describe('where the address is read', () => {
  test.each([
    ['nested', { source: { ip: '203.0.113.9' } }],
    ['as a literal dotted key', { 'source.ip': '203.0.113.9' }],
    ['mixed', { winlog: { 'event_data.IpAddress': '203.0.113.9' } }],
    ['mixed the other way', { 'winlog.event_data': { IpAddress: '203.0.113.9' } }],
    ['dotted beside a nested object without it', { source: { port: 50122 }, 'source.ip': '203.0.113.9' }],
    ['in a list of one', { source: { ip: ['203.0.113.9'] } }],
    ['in a list of objects', { source: [{ port: 1 }, { ip: '203.0.113.9' }] }],
    ['twice in a list', { source: { ip: ['203.0.113.9', '203.0.113.9'] } }],
    ['as IPv4-mapped IPv6', { source: { ip: '::ffff:203.0.113.9' } }],
    ['in client.ip', { client: { ip: '203.0.113.9' } }],
    ['in source.address', { source: { address: '203.0.113.9' } }],
    ['in source.address with a port', { source: { address: '203.0.113.9:51122' } }],
    [
      'in the next field, if source.address is a host name',
      { source: { address: 'bot.example' }, clientip: '203.0.113.9' },
    ],
    ['in the next field, if source.address is a socket', { source: { address: 'unix:' }, src_ip: '203.0.113.9' }],
    ['in Windows events', { winlog: { event_data: { IpAddress: '203.0.113.9' } } }],
    ['in Filebeat 7 ssh drops', { system: { auth: { ssh: { dropped_ip: '203.0.113.9' } } } }],
    ['in Filebeat 6', { nginx: { access: { remote_ip: '203.0.113.9' } } }],
    ['in Wazuh documents', { data: { srcip: '203.0.113.9' } }],
    ['in PostgreSQL logs', { postgresql: { log: { client_addr: '203.0.113.9' } } }],
    ['in Logstash of 2016', { clientip: '203.0.113.9', host: '198.51.100.1', geoip: { ip: '203.0.113.9' } }],
    ['in geoip.ip, if nowhere else', { geoip: { ip: '203.0.113.9' } }],
    ['in a compound key', { 'user.name,source.ip': 'root, 203.0.113.9' }],
    ['in a compound key of a metric rule', { 'source.ip,user.name': '203.0.113.9,root' }],
    [
      'in aism_ip before all else',
      { aism_ip: '203.0.113.9', source: { ip: '198.51.100.1' }, attacker_ip: '198.51.100.2' },
    ],
    [
      'in the query_key before source.ip',
      { rule_param_query_key: 'client.ip', client: { ip: '203.0.113.9' }, source: { ip: '198.51.100.1' } },
    ],
    [
      'in the exact twin of the query_key',
      { rule_param_query_key: 'clientip.keyword', clientip: '203.0.113.9', src_ip: '198.51.100.1' },
    ],
    [
      'in a query_key that reads like an address',
      {
        rule_param_query_key: 'json.remote_addr',
        json: { remote_addr: '203.0.113.9' },
        source: { ip: '198.51.100.1' },
      },
    ],
    ['in source.ip before client.ip', { client: { ip: '198.51.100.1' }, source: { ip: '203.0.113.9' } }],
    [
      'in top_events before source.ip',
      { source: { ip: '198.51.100.1' }, 'top_events_source.ip': { '203.0.113.9': 3 } },
    ],
    ['in the exact twin of top_events', { 'top_events_clientip.keyword': { '203.0.113.9': 3 } }],
    ['past an aism_ip that the rule found empty', { aism_ip: null, aism_ips: [], source: { ip: '203.0.113.9' } }],
    ['past the None of a Python template', { aism_ip: 'None', source: { ip: '203.0.113.9' } }],
    [
      'in GuardDuty findings about incoming connections',
      {
        aws: {
          guardduty: {
            service: {
              action: {
                networkConnectionAction: {
                  connectionDirection: 'INBOUND',
                  remoteIpDetails: { ipAddressV4: '203.0.113.9' },
                },
              },
            },
          },
        },
      },
    ],
  ])('%s', (_where, body) => {
    expect(accusedBy(body)).toEqual(['203.0.113.9/32']);
  });

  test.each([
    [
      'destination and server',
      { destination: { ip: '203.0.113.9' }, server: { ip: '203.0.113.9' }, dst_ip: '203.0.113.9' },
    ],
    [
      'our own machines',
      { host: { ip: ['203.0.113.9'] }, agent: { ip: '203.0.113.9' }, observer: { ip: '203.0.113.9' } },
    ],
    ['the shipper of 2016', { host: '203.0.113.9', logsource: '203.0.113.9' }],
    ['related.ip', { related: { ip: ['203.0.113.9'] } }],
    [
      'what a client wrote into headers',
      {
        x_forwarded_for: '203.0.113.9',
        network: { forwarded_ip: '203.0.113.9' },
        nginx: { access: { remote_ip_list: ['203.0.113.9'] } },
      },
    ],
    ['translated addresses', { source: { nat: { ip: '203.0.113.9' } } }],
    ['lookups', { dns: { resolved_ip: ['203.0.113.9'] }, threat: { indicator: { ip: '203.0.113.9' } } }],
    [
      'texts',
      {
        message: 'GET /?from 203.0.113.9',
        url: { original: 'http://203.0.113.9/' },
        user_agent: { original: '203.0.113.9' },
      },
    ],
    ['a query_key on our own side', { rule_param_query_key: 'destination.ip', destination: { ip: '203.0.113.9' } }],
    ['a user who calls himself an address', { rule_param_query_key: 'user.name', user: { name: '203.0.113.9' } }],
    ['top users', { 'top_events_user.name': { '203.0.113.9': 12 }, 'top_events_host.ip': { '203.0.113.9': 4 } }],
    [
      'outgoing connections',
      {
        aws: {
          guardduty: {
            service: {
              action: {
                networkConnectionAction: {
                  connectionDirection: 'OUTBOUND',
                  remoteIpDetails: { ipAddressV4: '203.0.113.9' },
                },
              },
            },
          },
        },
      },
    ],
    ['a compound key with a comma too many', { 'user.name,source.ip': 'x, 203.0.113.9, 198.51.100.1' }],
    ['Windows at the machine itself', { winlog: { event_data: { IpAddress: '::1' } } }],
    ['Windows without an address', { winlog: { event_data: { IpAddress: '-' } } }],
    ['nothing at all', {}],
    [
      'prototype keys',
      JSON.parse('{"__proto__": {"source": {"ip": "203.0.113.9"}}, "constructor": {"ip": "203.0.113.9"}}'),
    ],
  ])('never: %s', (_what, body) => {
    expect(accusedBy(body)).toContain('aism_ip');
  });
});

describe('the last resort, an sshd line', () => {
  test.each([
    'Failed password for root from 203.0.113.9 port 50122 ssh2',
    'Nov 20 09:14:07 bastion-1 sshd[4711]: Invalid user admin from 203.0.113.9 port 50122',
    'Nov 20 09:14:07 bastion-1 sshd[4711]: Invalid user admin from 203.0.113.9',
    'sshd[1]: message repeated 2 times: [ Failed password for root from 203.0.113.9 port 50122 ssh2]',
    'Failed password for invalid user x from 198.51.100.1 port 55555 ssh2 from 203.0.113.9 port 50122 ssh2',
  ])('gives the address at its end, which a person must confirm: %s', (message) => {
    const alert = alertFrom({ message, ...(message.includes('sshd[') ? {} : { process: { name: 'sshd' } }) });

    expect(alert).toMatchObject({ attackers: [{ address: '203.0.113.9/32' }], keyed: false });
  });

  test.each([
    [
      'of another program',
      { message: 'Failed password for root from 203.0.113.9 port 1 ssh2', process: { name: 'app' } },
    ],
    ['without a known beginning', { message: 'sshd[1]: Received disconnect from 203.0.113.9 port 1' }],
    ['with more behind it', { message: 'sshd[1]: Failed password for root from 203.0.113.9 port 1 ssh2 again' }],
    ['of several lines', { message: 'sshd[1]: x\nFailed password for root from 203.0.113.9 port 1 ssh2' }],
    ['with a name for an address', { message: 'sshd[1]: Failed password for root from bot.example port 1 ssh2' }],
  ])('gives nothing %s', (_what, body) => {
    expect(accusedBy(body)).toContain('aism_ip');
  });
});

describe('refused addresses', () => {
  test.each([
    ['127.0.0.1', 'loopback'],
    ['10.0.0.8', 'private use'],
    ['::ffff:10.0.0.8', 'private use'],
    ['::1', 'loopback'],
    ['fe80::1', 'link-local'],
    ['224.0.0.1', 'multicast'],
    ['64:ff9b::a00:1', '10.0.0.1'],
    ['0177.0.0.1', 'leading zero'],
    ['127.1', 'write all four'],
    ['203.0.113.7/0', 'every address there is'],
    ['203.0.113.0/24', 'block'],
    ['2001:db8::1%eth0', 'zone id'],
    [3405803785, 'write all four'],
    ['web-1.example', 'not an IP address'],
  ])('%s is named with its reason, and no other field is tried', (ip, reason) => {
    const why = accusedBy({ source: { ip }, client: { ip: '198.51.100.1' }, clientip: '198.51.100.1' });

    expect(why).toContain('source.ip: ');
    expect(why).toContain(reason);
    expect(accusedBy({ aism_ip: ip, source: { ip: '198.51.100.1' } })).toContain(reason);
  });

  test('an explicit key that is no text is refused, not passed over', () => {
    expect(accusedBy({ aism_ip: { ip: 'x' }, source: { ip: '198.51.100.1' } })).toContain('aism_ip holds no address');
  });

  test('the good ones of a list are taken, the others noted', () => {
    const alert = alertFrom({ aism_ips: ['203.0.113.9', '10.0.0.8', '2001:db8::9', 'x'] });

    expect(alert.attackers).toEqual([{ address: '203.0.113.9/32' }, { address: '2001:db8::9/128' }]);
    expect(alert.notes).toEqual([expect.stringContaining('10.0.0.8'), expect.stringContaining('"x"')]);
  });

  test('addresses with commas or spaces between are several', () => {
    expect(accusedBy({ attacker_ips: '203.0.113.9, 203.0.113.10;203.0.113.11' })).toHaveLength(3);
  });

  test('at most a hundred are taken, the most active first, and the rest is noted', () => {
    const counts = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`203.0.113.${index}`, index + 1]));
    const alert = alertFrom({ 'top_events_source.ip': counts });

    expect(alert.attackers).toHaveLength(100);
    expect(alert.attackers[0]).toEqual({ address: '203.0.113.249/32', count: 250, weighs: 250 });
    expect(alert.notes[0]).toContain('first 100');
  });

  test('a hundred thousand addresses in one body are judged quickly', () => {
    const huge = Array.from({ length: 70_000 }, (_, index) => `203.0.${index % 256}.${(index >> 8) % 256}`).join(',');
    const counts = Object.fromEntries(huge.split(',').map((text) => [text, 1]));
    const before = performance.now();

    expect(alertFrom({ aism_ips: huge }).attackers).toHaveLength(100);
    expect(alertFrom({ 'top_events_source.ip': counts }).attackers).toHaveLength(100);
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});

describe('how much an attacker weighs', () => {
  const one = (body: Record<string, unknown>) => {
    const { attackers, counting, keyed } = alertFrom(body);
    return { ...attackers[0], counting, keyed };
  };
  const keyed = { rule_param_query_key: 'source.ip', source: { ip: '203.0.113.9' } };

  test('num_hits is never a count', () => {
    expect(one({ source: { ip: '203.0.113.9' }, num_hits: 810, num_matches: 5, _id: 'a' })).toEqual({
      address: '203.0.113.9/32',
      counting: 'sum',
      keyed: undefined,
    });
  });

  test('num_events weighs only where the query_key is the address', () => {
    expect(one({ ...keyed, rule_param_num_events: 8 })).toMatchObject({ weighs: 8, counting: 'sum', keyed: true });
    expect(one({ ...keyed, rule_param_num_events: 8 })).not.toHaveProperty('count');
    expect(one({ ...keyed, rule_param_query_key: 'source.ip,user.name', rule_param_num_events: 8 })).toMatchObject({
      weighs: 8,
    });
    expect(one({ ...keyed, rule_param_query_key: ['user.name', 'source.ip'], rule_param_num_events: 8 })).toMatchObject(
      { weighs: 8 },
    );
    for (const key of [null, 'user.name', 'destination.ip', '']) {
      const other = one({ ...keyed, rule_param_query_key: key, rule_param_num_events: 8 });
      expect(other).not.toHaveProperty('weighs');
      expect(other.keyed).toBe(false);
    }
  });

  test('aism_ip is as good as the field that it was taken from', () => {
    expect(one({ ...keyed, aism_ip: '203.0.113.9' })).toMatchObject({ keyed: true });
    expect(one({ aism_ip: '203.0.113.9', rule_param_query_key: 'source.ip' })).toMatchObject({ keyed: true });
    expect(one({ ...keyed, aism_ip: '203.0.113.77' })).toMatchObject({ keyed: false });
    expect(one({ aism_ip: '203.0.113.9' })).toMatchObject({ keyed: undefined });
  });

  test('related events count only where they are the same attacker', () => {
    const related = ['203.0.113.9', '203.0.113.9', '198.51.100.1'].map((ip) => ({ source: { ip } }));

    expect(one({ source: { ip: '203.0.113.9' }, related_events: related })).toMatchObject({
      count: 3,
      counting: 'sum',
    });
    expect(one({ ...keyed, related_events: [...related, { message: 'x' }] })).toMatchObject({ count: 4 });
    expect(one({ ...keyed, related_events: 'x' })).not.toHaveProperty('count');
  });

  test('a megabyte of empty related events is counted quickly', () => {
    const before = performance.now();
    one({ ...keyed, related_events: Array.from({ length: 330_000 }, () => ({})) });

    expect(performance.now() - before).toBeLessThan(20_000);
  });

  test('spikes, top counts and value counts state the whole', () => {
    expect(one({ source: { ip: '203.0.113.9' }, spike_count: 27 })).toMatchObject({ count: 27, counting: 'max' });
    expect(one({ ...keyed, 'top_events_source.ip': { '203.0.113.9': 31 } })).toMatchObject({
      count: 31,
      counting: 'max',
    });
    expect(one({ ...keyed, rule_param_query_key: null, spike_count: 27 })).not.toHaveProperty('count');
    expect(one(elastalertBody('ssh-metric'))).toEqual({ address: '203.0.113.16/32', counting: 'max', keyed: true });
  });

  test.each([
    [5, 5],
    ['5', 5],
    [5_000_000, 1_000_000],
    ['99999999999999999999', 1_000_000],
  ])('a count of %j is %d', (stated, count) => {
    expect(one({ source: { ip: '203.0.113.9' }, spike_count: stated })).toMatchObject({ count, weighs: count });
  });

  test.each([0, -1, 2.5, Number.POSITIVE_INFINITY, '5.0', '0x10', ' 5', '', null, true, [5], {}])(
    '%j is no count',
    (stated) => {
      expect(one({ source: { ip: '203.0.113.9' }, spike_count: stated })).not.toHaveProperty('count');
    },
  );

  test('of several addresses in one field none is proven', () => {
    const alert = alertFrom({ ...keyed, source: { ip: ['203.0.113.9', '203.0.113.10'] }, rule_param_num_events: 8 });

    expect(alert.attackers).toEqual([{ address: '203.0.113.9/32' }, { address: '203.0.113.10/32' }]);
    expect(alert.keyed).toBe(false);
  });

  test('an address with no events is no attacker', () => {
    expect(accusedBy({ 'top_events_source.ip': { '203.0.113.9': 0, '203.0.113.10': 2 } })).toEqual(['203.0.113.10/32']);
  });
});

test.each([null, 'x', 7, true, [], [{ source: { ip: '203.0.113.9' } }]])('%j is no body', (body) => {
  expect(accusedBy(body)).toContain('not a JSON object');
});

test('any JSON gives an alert or a reason, and never throws', () => {
  const fields = [
    'source',
    'ip',
    'source.ip',
    '__proto__',
    'constructor',
    'aism_ip',
    'top_events_source.ip',
    '@timestamp',
  ];
  const more = [
    'related_events',
    'rule_param_query_key',
    'source.ip,user.name',
    'severity',
    '_id',
    'destination',
    'port',
  ];
  const value = fc.oneof(fc.constantFrom<unknown>('203.0.113.9', '10.0.0.1', 'x, y', null, 5, true), fc.string());
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      value,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...fields, ...more, 'user', 'name', 'message'), tie('node'), { maxKeys: 6 }),
    ),
  })).node;

  fc.assert(
    fc.property(tree, (body) => {
      const parsed = parseElastalert(body, { receivedAt: RECEIVED_AT });

      if (parsed.kind === 'rejected') expect(parsed.why).toMatch(/\w/);
      else expect(parsed.alert.attackers.length).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});
