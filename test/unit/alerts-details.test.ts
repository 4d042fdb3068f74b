import { describe, expect, test } from 'vitest';
import { alertFrom, elastalertBody, RECEIVED_AT } from '../support/parse-alert.ts';

const aism = { aism_ip: '203.0.113.9' };

describe('the rule', () => {
  test('is aism_rule, else rule_param_name, else the header, else unknown', () => {
    const all = { ...aism, aism_rule: 'first', rule_param_name: 'second' };

    expect(alertFrom(all, 'third').rule).toBe('first');
    expect(alertFrom({ ...all, aism_rule: '  ' }, 'third').rule).toBe('second');
    expect(alertFrom(aism, 'third').rule).toBe('third');
    expect(alertFrom(aism, '').rule).toBe('unknown');
  });

  test("is never the log's own rule or name", () => {
    expect(alertFrom({ ...aism, rule: 'x', name: 'x', rule_name: 'x', 'rule.name': 'x' }).rule).toBe('unknown');
    expect(alertFrom({ ...aism, rule: { name: 'x' }, aism_rule: { name: 'x' } }).rule).toBe('unknown');
  });

  test('is one short line', () => {
    expect(alertFrom({ ...aism, aism_rule: ['two\nlines\u202e\u0000'] }).rule).toBe('two lines');
    expect(alertFrom({ ...aism, aism_rule: 'x'.repeat(100_000) }).rule).toBe(`${'x'.repeat(199)}…`);
  });
});

describe('the severity', () => {
  test.each([
    ['high', 'high'],
    ['High ', 'high'],
    [['CRITICAL'], 'critical'],
    ['warning', 'medium'],
    ['informational', 'low'],
    ['apocalyptic', undefined],
    [3, undefined],
    [{ level: 'high' }, undefined],
    ['__proto__', undefined],
  ])('%j is %s', (word, severity) => {
    expect(alertFrom({ ...aism, aism_severity: word }).severity).toBe(severity);
    expect(alertFrom({ ...aism, severity: word }).severity).toBe(severity);
  });

  test('of the rule comes before that of the log', () => {
    expect(alertFrom({ ...aism, severity: 'low', aism_severity: 'high' }).severity).toBe('high');
  });
});

describe('the time', () => {
  test.each([
    ['2026-11-24T09:00:00.123Z', '2026-11-24T09:00:00.123Z'],
    ['2026-11-24T09:00:00+00:00', '2026-11-24T09:00:00.000Z'],
    ['2026-11-24T11:00:00+02:00', '2026-11-24T09:00:00.000Z'],
    ['2026-11-24T11:00:00+0200', '2026-11-24T09:00:00.000Z'],
    ['2026-11-24T09:00:00', '2026-11-24T09:00:00.000Z'],
    ['2026-11-24 09:00:00.123456', '2026-11-24T09:00:00.123Z'],
    [1795510800, '2026-11-24T09:00:00.000Z'],
    [1795510800000, '2026-11-24T09:00:00.000Z'],
    [['2026-11-24T09:00:00Z'], '2026-11-24T09:00:00.000Z'],
  ])('%j is %s', (stated, at) => {
    expect(alertFrom({ ...aism, '@timestamp': stated })).toMatchObject({ at, notes: [] });
  });

  const received = new Date(RECEIVED_AT).toISOString();

  test('of a body without one is the time of receipt', () => {
    expect(alertFrom(aism)).toMatchObject({ at: received, receivedAt: RECEIVED_AT, notes: [] });
  });

  test.each(['yesterday', '24/Nov/2026:09:00:00', '2026-13-40T09:00:00Z', '-1', 7, '0'.repeat(50_000)])(
    '%# that cannot be read is the time of receipt, with a note',
    (stated) => {
      expect(alertFrom({ ...aism, '@timestamp': stated })).toMatchObject({
        at: received,
        notes: [expect.stringContaining('not a time')],
      });
    },
  );

  test('in the future is the time of receipt, with a note if it is far ahead', () => {
    expect(alertFrom({ ...aism, '@timestamp': '2026-11-24T12:00:30Z' })).toMatchObject({ at: received, notes: [] });
    expect(alertFrom({ ...aism, '@timestamp': '2036-11-24T12:00:00Z' })).toMatchObject({
      at: received,
      notes: [expect.stringContaining('in the future (2036-11-24T12:00:00.000Z)')],
    });
  });
});

describe('the service', () => {
  test.each([
    [{ destination: { port: 22 } }, { name: 'ssh', ports: [22] }],
    [
      { 'destination.port': '8443', network: { transport: 'TCP' } },
      { ports: [8443], protocol: 'tcp' },
    ],
    [
      { dst_port: [53], network: { iana_number: '17' } },
      { ports: [53], protocol: 'udp' },
    ],
    [{ event: { dataset: 'nginx.access' } }, { name: 'http', ports: [80, 443], protocol: 'tcp' }],
    [{ fileset: { module: 'apache2', name: 'access' } }, { name: 'http', ports: [80, 443], protocol: 'tcp' }],
    [{ event: { dataset: 'system.auth' } }, { name: 'ssh', ports: [22], protocol: 'tcp' }],
    [{ program: 'vsftpd' }, { name: 'ftp', ports: [21], protocol: 'tcp' }],
    [{ process: { name: 'postfix/smtpd' } }, { name: 'smtp', ports: [25, 465, 587], protocol: 'tcp' }],
    [{ process: { name: 'dovecot' } }, { name: 'mail boxes', ports: [110, 143, 993, 995], protocol: 'tcp' }],
    [{ winlog: { event_data: { LogonType: '10' } } }, { name: 'rdp', ports: [3389], protocol: 'tcp' }],
    [{ winlog: { event_data: { LogonType: '3' } } }, undefined],
    [{ event: { dataset: 'system.auth' }, process: { name: 'sudo' } }, undefined],
    [{ source: { port: 22 }, src_port: 22, log: { offset: 22 }, process: { pid: 22 } }, undefined],
    [{ destination: { port: 0 }, dst_port: 70000, dstport: '22; drop', 'localPortDetails.port': null }, undefined],
    [{ destination: { port: { nested: 22 } } }, undefined],
  ])('of %j is %j', (body, service) => {
    expect(alertFrom({ ...aism, ...body }).service).toEqual(service);
  });
});

describe('what happened', () => {
  test('is told by the message, else by the request, else by the logon', () => {
    expect(alertFrom({ ...aism, message: 'a', event: { original: 'b' } }).samples).toEqual(['a']);
    expect(alertFrom({ ...aism, event: { original: 'b' }, url: { original: '/c' } }).samples).toEqual(['b']);
    expect(alertFrom(elastalertBody('web-404')).samples).toEqual([
      'GET /.env 404 Mozilla/5.0 (X11; Linux x86_64) scanner/3.1',
    ]);
    expect(
      alertFrom({ ...aism, event: { action: 'ssh_login', outcome: 'failure' }, user: { name: 'pi' } }).samples,
    ).toEqual(['ssh_login failure, user pi']);
  });

  test('is shown by at most three different lines, the related events after the last one', () => {
    const related = ['one', 'one', 'two', 'three', 'four'].map((message) => ({ message }));

    expect(alertFrom({ ...aism, message: 'zero', related_events: related }).samples).toEqual(['zero', 'one', 'two']);
  });

  test('is one line without control, invisible or direction-changing characters', () => {
    const evil = 'user \u202eroot\u2066\u0000\u001b[31m\r\nforged: line\u2028next\u200b\ufeff\ud800 end';

    expect(alertFrom({ ...aism, message: evil, user: { name: evil }, host: { name: evil } })).toMatchObject({
      samples: ['user root [31m forged: line next end'],
      users: ['user root [31m forged: line next end'],
      hosts: ['user root [31m forged: line next end'],
    });
  });

  test('is cut by whole characters', () => {
    const [sample] = alertFrom({ ...aism, message: '🚨'.repeat(5000) }).samples;

    expect(Array.from(sample ?? '')).toHaveLength(200);
    expect(sample).toMatch(/^🚨+…$/u);
  });

  test('is not told by an event that is about somebody else', () => {
    const alert = alertFrom(elastalertBody('ssh-top-counts'));

    expect(alert).toMatchObject({ hosts: [], users: [], samples: [] });
    expect(alert.notes).toContainEqual(expect.stringContaining('198.51.100.17'));
    expect(alert.service).toEqual({ name: 'ssh', ports: [22], protocol: 'tcp' });
  });

  test('keeps lists short, and each name once', () => {
    const names = Array.from({ length: 500 }, (_, index) => `user-${index % 40}`);

    expect(alertFrom({ ...aism, user: { name: [...names, '', '-', null] } }).users).toHaveLength(10);
    expect(alertFrom({ ...aism, host: 'web-1', beat: { hostname: 'shipper' } }).hosts).toEqual(['shipper']);
    expect(alertFrom({ ...aism, host: 'web-1' }).hosts).toEqual(['web-1']);
  });

  test('fits in the ledger whatever the body holds', () => {
    const long = '\u{1f6a8}'.repeat(20_000);
    const many = Array.from({ length: 300 }, (_, index) => `${index}${long}`);
    const alert = alertFrom({
      aism_ips: Array.from({ length: 300 }, (_, index) => `2001:db8:1111:2222:3333:4444:5555:${index}`),
      aism_rule: long,
      host: { name: many },
      user: { name: many },
      message: long,
      related_events: many.map((message) => ({ message, user: { name: message } })),
      _index: long,
      _id: long,
      kibana_discover_url: `https://kibana.example.com/${'x'.repeat(2900)}`,
    });

    expect(Buffer.byteLength(JSON.stringify(alert))).toBeLessThan(64 * 1024);
  });
});

describe('the link', () => {
  test.each([
    ['https://kibana.example.com/app', 'https://kibana.example.com/app'],
    ['http://kibana:5601/app/r/s/abc', 'http://kibana:5601/app/r/s/abc'],
    ['https://kibana.example.com/#a|b<c>"`', 'https://kibana.example.com/#a%7Cb%3Cc%3E%22%60'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['https://user:secret@kibana.example.com/', undefined],
    ['//kibana.example.com/', undefined],
    ['not a link', undefined],
    ['', undefined],
    [['https://kibana.example.com/'], undefined],
    [`https://kibana.example.com/${'x'.repeat(4000)}`, undefined],
  ])('%j is %s', (url, link) => {
    expect(alertFrom({ ...aism, kibana_discover_url: url }).link).toBe(link);
  });
});

describe('the identity', () => {
  const body = elastalertBody('ssh-rule-params');
  const identity = (changed: Record<string, unknown>) => alertFrom({ ...body, ...changed }).identity;

  test('is the same when ElastAlert posts the match again', () => {
    expect(identity({ num_hits: 900, num_matches: 1, '@timestamp': '2026-11-20T09:14:07.120+00:00' })).toBe(
      identity({}),
    );
    expect(identity({})).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  test('differs by rule, document, index and address', () => {
    const all = [{}, { aism_rule: 'other' }, { _id: 'other' }, { _index: 'other' }, { source: { ip: '203.0.113.99' } }];

    expect(new Set(all.map(identity)).size).toBe(all.length);
  });

  test('of a match without a document is rule, addresses and time', () => {
    const terms = elastalertBody('ssh-terms-query');

    expect(alertFrom({ ...terms, num_hits: 121 }).identity).toBe(alertFrom(terms).identity);
    expect(alertFrom({ ...terms, '@timestamp': '2026-11-20T09:00:00+00:00' }).identity).toBe(alertFrom(terms).identity);
    expect(alertFrom({ ...terms, '@timestamp': '2026-11-20T09:01:00Z' }).identity).not.toBe(alertFrom(terms).identity);
    expect(alertFrom({ aism_ips: ['203.0.113.1', '203.0.113.2'], '@timestamp': '2026-11-20T09:00:00Z' }).identity).toBe(
      alertFrom({ aism_ips: ['203.0.113.2', '203.0.113.1'], '@timestamp': '2026-11-20T09:00:00Z' }).identity,
    );
  });

  test('of a body without document and time is its content, whatever the order of its keys', () => {
    expect(alertFrom({ ...aism, a: 1, b: { c: 2, d: 3 } }).identity).toBe(
      alertFrom({ b: { d: 3, c: 2 }, a: 1, ...aism }).identity,
    );
    expect(alertFrom({ ...aism, a: 1 }).identity).not.toBe(alertFrom({ ...aism, a: 2 }).identity);
  });
});
