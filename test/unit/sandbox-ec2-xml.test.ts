import { describe, expect, test } from 'vitest';
import { element } from '../../src/sandbox/ec2/xml.ts';

describe("the sandbox EC2's XML", () => {
  test('writes lists as items, leaves out what is absent and closes what is empty', () => {
    const xml = element('acl', {
      id: 'acl-1',
      absent: undefined,
      tags: [],
      entries: [{ egress: true, number: 100 }, 'b'],
    });

    expect(xml).toBe(
      '<acl><id>acl-1</id><tags/><entries><item><egress>true</egress><number>100</number></item><item>b</item></entries></acl>',
    );
  });

  test('escapes markup and leaves out what XML 1.0 cannot hold', () => {
    expect(element('Message', '</Message>&"\u0000\u000b\ufffe\n\u00e9')).toBe(
      '<Message>&lt;/Message&gt;&amp;&quot;\n\u00e9</Message>',
    );
  });
});
