import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseAddress, parseHumanAddress } from '../../src/address/address.ts';

describe('parseAddress', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9/32'],
    ['  203.0.113.9\n', '203.0.113.9/32'],
    ['203.0.113.9/32', '203.0.113.9/32'],
    ['203.0.113.77/24', '203.0.113.0/24'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['2001:DB8:0:0:0:0:0:9', '2001:db8::9/128'],
    ['2001:db8::1:0:0:1/64', '2001:db8::/64'],
    ['2001:0db8:0000:0001:0000:0000:0000:0001', '2001:db8:0:1::1/128'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128'],
    ['::', '::/128'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::FFFF:cb00:7107', '203.0.113.7/32'],
    ['0:0:0:0:0:ffff:203.0.113.7/120', '203.0.113.0/24'],
    ['::ffff:0:0/95', '::fffe:0:0/95'],
    ['64:ff9b::203.0.113.7', '64:ff9b::cb00:7107/128'],
  ])('reads %j as %s', (text, canonical) => {
    expect(parseAddress(text)).toEqual({ ok: true, address: canonical });
  });

  test.each([
    ['', 'like 203.0.113.9'],
    ['   ', 'like 203.0.113.9'],
    ['0177.0.0.1', 'leading zero'],
    ['203.0.113.09', 'leading zero'],
    ['127.1', 'write all four'],
    ['3405803785', 'write all four'],
    ['1.2.3.4.5', 'write all four'],
    ['0x7f.0.0.1', 'hexadecimal'],
    ['0x7f000001', 'hexadecimal'],
    ['203.0.113.256', 'above 255'],
    ['203.0.113.7/0', 'every address there is'],
    ['::/0', 'every address there is'],
    ['::ffff:0:0/96', 'every address there is'],
    ['203.0.113.7/33', 'from 1 to 32'],
    ['203.0.113.7/024', 'from 1 to 32'],
    ['203.0.113.7/', 'from 1 to 32'],
    ['203.0.113.7/-1', 'from 1 to 32'],
    ['2001:db8::/129', 'from 1 to 128'],
    ['203.0.113.0/255.255.255.0', 'number of bits'],
    ['203.0.113.0/24/24', 'more than one slash'],
    ['2001:db8::1%eth0', 'zone id'],
    ['2001:db8::1::2', 'eight groups'],
    ['2001:db8:::1', 'eight groups'],
    ['2001:db8', 'eight groups'],
    ['2001:db8::12345', 'eight groups'],
    ['1:2:3:4:5:6:7:8:9', 'eight groups'],
    ['[2001:db8::1]', 'leave them out'],
    ['[2001:db8::1]:22', 'leave them out'],
    ['::ffff:0177.0.0.1', 'leading zero'],
    ['::ffff:127.1', 'write all four'],
    ['203.0.113.9:22', 'leave them out'],
    ['203.0.113.9 203.0.113.10', 'not an IP address'],
    ['web-1.example', 'not an IP address'],
    ['٢٠٣.0.113.9', 'not an IP address'],
    ['203。0。113。9', 'not an IP address'],
  ])('refuses %j and says why', (text, why) => {
    const parsed = parseAddress(text);

    expect(parsed).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  test('refuses a huge text at once', () => {
    for (const text of ['1'.repeat(1_000_000), '1:'.repeat(500_000), `${'“'.repeat(500_000)}203.0.113.9`]) {
      expect(parseAddress(text)).toMatchObject({ ok: false, why: expect.stringContaining('too long') });
      expect(parseHumanAddress(text)).toMatchObject({ ok: false, why: expect.stringContaining('too long') });
    }
  });

  test('shows nothing but short printable text of what it refused', () => {
    const parsed = parseAddress('‮<!channel>\n\u0000é');

    expect(parsed).toEqual({ ok: false, why: expect.stringMatching(/^[\x20-\x7e]+$/) });
  });

  test('agrees with node:net on what a plain address is', () => {
    const almostIpv4 = fc
      .array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 5 })
      .map((n) => n.join('.'));
    const almostIpv6 = fc
      .array(fc.constantFrom('0', '1', 'db8', 'ffff', '', ':', '::', '::', '12345', 'g', '1.2.3.4'), { maxLength: 9 })
      .map((parts) => parts.join(':'));

    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), almostIpv4, almostIpv6), (text) => {
        expect(parseAddress(text).ok).toBe(isIPv4(text) || isIPv6(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('writes IPv6 as WHATWG URLs do, which follow RFC 5952', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: 0, max: 0xffff })), {
      minLength: 8,
      maxLength: 8,
    });

    fc.assert(
      fc.property(groups, (parts) => {
        const text = parts.map((part) => part.toString(16)).join(':');
        fc.pre(!/^(0:){5}ffff:/.test(text));
        const url = new URL(`http://[${text}]/`).hostname.slice(1, -1);

        expect(parseAddress(text)).toEqual({ ok: true, address: `${url}/128` });
      }),
      { numRuns: 2000 },
    );
  });

  test('reads its own canonical form as itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: 1, max: 32 }), (text, length) => {
        const once = parseAddress(`${text}/${length}`);
        if (once.ok) expect(parseAddress(once.address)).toEqual(once);
        else expect(once.why).toContain('::ffff');
      }),
    );
  });
});

describe('parseHumanAddress', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9/32'],
    ['203[.]0[.]113[.]9', '203.0.113.9/32'],
    ['203(.)0.113(.)9', '203.0.113.9/32'],
    ['203{.}0 [dot] 113(dot)9', '203.0.113.9/32'],
    ['203[.0[.113[.9', '203.0.113.9/32'],
    ['hxxp://203[.]0[.]113[.]9/', '203.0.113.9/32'],
    ['https://203.0.113.9', '203.0.113.9/32'],
    ['203[.]0[.]113[.]0/24', '203.0.113.0/24'],
    ['<http://203.0.113.9|203.0.113.9>', '203.0.113.9/32'],
    ['<http://203.0.113.0/24|203.0.113.0/24>', '203.0.113.0/24'],
    ['<http://203.0.113.0/24>', '203.0.113.0/24'],
    ['<http://203.0.113.9>', '203.0.113.9/32'],
    ['<tel:203.0.113.9|203.0.113.9>', '203.0.113.9/32'],
    ['“203.0.113.9”', '203.0.113.9/32'],
    ['‘203.0.113.9’,', '203.0.113.9/32'],
    ['`203.0.113.9`', '203.0.113.9/32'],
    ['"<http://203.0.113.9|203.0.113.9>",', '203.0.113.9/32'],
    ['\u2060203.0.113.9\ufeff', '203.0.113.9/32'],
    ['\u00a0203.0.113.9;', '203.0.113.9/32'],
    ['[2001:db8::9]', '2001:db8::9/128'],
    ['http://[2001:db8::9]/', '2001:db8::9/128'],
    ['2001[:]db8[:][:]9', '2001:db8::9/128'],
    ['::ffff:203[.]0[.]113[.]7', '203.0.113.7/32'],
  ])('reads %j as %s', (text, canonical) => {
    expect(parseHumanAddress(text)).toEqual({ ok: true, address: canonical });
  });

  test.each([
    '',
    '``',
    '🚨',
    '<>',
    '<@U12345|203.0.113.9x>',
    '0177[.]0[.]0[.]1',
    '127[.]1',
    '2001:db8::1%eth0',
    '203.0.113.7/0',
    'everyone',
    '203.0.113.9 for ever',
  ])('refuses %j', (text) => {
    expect(parseHumanAddress(text)).toMatchObject({ ok: false, why: expect.stringMatching(/write|leave out/) });
  });
});
