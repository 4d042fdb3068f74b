import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { parseMrkdwn } from '../../src/sandbox/page/text/mrkdwn.ts';
import { Mrkdwn } from '../../src/sandbox/page/text/mrkdwn-view.tsx';
import { ReaderContext } from '../../src/sandbox/page/text/reader.ts';
import { formatSlackDate } from '../../src/sandbox/page/text/slack-date.ts';
import { Plain } from '../../src/sandbox/page/text/text-object.tsx';

const reader = {
  now: Date.UTC(2026, 10, 24, 12),
  nameOf: (id: string) => (id === 'U_LEAD' ? 'Lea Der' : id),
  channelOf: (id: string) => (id === 'C_SECURITY' ? 'security-alerts' : id),
  placeOf: () => undefined,
};

/** The HTML inside of the text's own element. */
function drawn(text: string, verbatim = false): string {
  const node = createElement(Mrkdwn, { text, verbatim });
  const html = renderToStaticMarkup(createElement(ReaderContext, { value: reader }, node));
  return html.replace(/^<div class="text" dir="auto">(.*)<\/div>$/s, '$1');
}

const link = (url: string, text: string) =>
  `<a href="${url}" target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;

describe('mrkdwn', () => {
  test.each([
    ['*bold* _italic_ ~struck~', '<b>bold</b> <i>italic</i> <s>struck</s>'],
    ['*bold and _both_*', '<b>bold and <i>both</i></b>'],
    ['`code *not bold*`', '<code class="code">code *not bold*</code>'],
    ['*with `co*de` in it*', '<b>with <code class="code">co*de</code> in it</b>'],
    ['<https://a.example/x?a=1&amp;b=2|a link>', link('https://a.example/x?a=1&amp;b=2', 'a link')],
    ['<https://a.example/>', link('https://a.example/', 'https://a.example/')],
    ['see https://a.example/x, then', `see ${link('https://a.example/x', 'https://a.example/x')}, then`],
    ['<mailto:a@b.example|mail>', link('mailto:a@b.example', 'mail')],
    ['<@U_LEAD> and <@U_NOBODY>', '<span class="mention">@Lea Der</span> and <span class="mention">@U_NOBODY</span>'],
    ['<#C_SECURITY|security>', '<span class="mention">#security</span>'],
    ['<#C_SECURITY>', '<span class="mention">#security-alerts</span>'],
    ['<!here>', '<span class="mention">@here</span>'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 &lt; 2 &amp;&amp; 3 &gt; 2'],
  ])('%s', (text, html) => {
    expect(drawn(text)).toBe(`<p>${html}</p>`);
  });

  test('an emoji that is known is drawn, another stays its shortcode', () => {
    expect(drawn(':no_entry: :not_known:')).toMatch(
      /^<p><span class="emoji" role="img" aria-label="no entry".*<\/span> :not_known:<\/p>$/,
    );
  });

  test('quotes and code blocks stand by themselves', () => {
    expect(parseMrkdwn('a\n&gt; b\n> c\n```d *e*\n```\nf')).toEqual([
      { kind: 'text', children: [{ kind: 'text', text: 'a' }] },
      {
        kind: 'quote',
        children: [
          { kind: 'text', text: 'b' },
          { kind: 'text', text: '\n' },
          { kind: 'text', text: 'c' },
        ],
      },
      { kind: 'pre', text: 'd *e*' },
      { kind: 'text', children: [{ kind: 'text', text: 'f' }] },
    ]);
  });

  test('a date is shown in the words of its format, an impossible one as its fallback', () => {
    const noon = Date.UTC(2026, 10, 24, 12) / 1000;

    expect(drawn(`<!date^${noon}^{date_short_pretty}|then>`)).toContain('>today</time>');
    expect(drawn(`<!date^${noon - 86_400}^on {date_short_pretty}|then>`)).toContain('>on yesterday</time>');
    expect(drawn('<!date^999999999999999^{date}|a &lt;fallback&gt;>')).toBe('<p>a &lt;fallback&gt;</p>');
    expect(drawn(`<!date^${noon}^{date_short_pretty}^javascript:alert(1)|then>`)).not.toContain('href');
  });
});

test.each([
  ['{date_num} {time}', '2026-11-15 09:05'],
  ['{date}', 'November 15th'],
  ['{date_short}', 'Nov 15, 2026'],
  ['{date_long}', 'Sunday, November 15th, 2026'],
  ['at {date_pretty}, {time_secs}', 'at November 15th, 09:05:00'],
  ['{ago} {unknown}', '9 days ago {unknown}'],
])('the date format %s is shown as %s', (format, shown) => {
  const at = Date.UTC(2026, 10, 15, 9, 5) / 1000;

  expect(formatSlackDate(at, format, { now: reader.now, timeZone: 'UTC' })).toBe(shown);
});

test.each([
  [3 * 3600 + 60, 'in 3 hours'],
  [40 * 60, 'in 40 minutes'],
  [2 * 86_400 + 60, 'in 2 days'],
  [-3700, '1 hour ago'],
])('%d seconds from now is %s', (seconds, shown) => {
  const at = reader.now / 1000 + seconds;

  expect(formatSlackDate(at, '({ago})', { now: reader.now, timeZone: 'UTC' })).toBe(`(${shown})`);
});

describe('what an attacker writes stays text', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<javascript:alert(1)|click me>',
    '<data:text/html,<b>x|y>',
    '<JaVaScRiPt:alert(1)>',
    '<//evil.example|x>',
    '[evil](https:evil)',
    '# no heading',
    '**no markdown**',
    '<>',
    '<|>',
    '<!date^x^y|z>',
    '<!unknown>',
    '``',
    '* not bold *',
    'snake_case_name and 2*3*4',
    '&quot;&#60;b&#62;',
  ])('%s', (text) => {
    const html = drawn(text);

    expect(html.replace(/^<p>|<\/p>$/g, '')).not.toMatch(/<[a-z]/i);
  });

  test('a bare URL stays text where the bot asks for it', () => {
    expect(drawn('https://evil.example', true)).toBe('<p>https://evil.example</p>');
  });

  test('plain text knows no mrkdwn, and no emoji where it is switched off', () => {
    const plain = (text: string, emoji: boolean) => renderToStaticMarkup(createElement(Plain, { text, emoji }));

    expect(plain('*a* <https://x.example|y> :x', true)).toContain('*a* &lt;https://x.example|y&gt; :x');
    expect(plain(':no_entry:', true)).toContain('role="img"');
    expect(plain(':no_entry:', false)).toContain('>:no_entry:<');
    expect(plain(':constructor: :__proto__:', true)).toContain(':constructor: :__proto__:');
  });

  test('whatever the text, only links to the web and to mail come out of it', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '|',
      '*',
      '_',
      '~',
      '`',
      '```',
      ':',
      '\n',
      '&lt;',
      'a',
      ' ',
      'http://',
      '@U',
      '!date^',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 40 }), (pieces) => {
        const html = drawn(pieces.join(''));

        for (const [, tag] of html.matchAll(/<([a-z]+)[ >]/g)) {
          expect(['p', 'b', 'i', 's', 'a', 'code', 'pre', 'blockquote', 'span', 'time']).toContain(tag);
        }
        for (const [, url] of html.matchAll(/href="([^"]*)"/g)) expect(url).toMatch(/^(https?|mailto):/);
      }),
    );
  });

  test.each(['*a ', '<', '`', '_a *b ', '<a', ':x', '```', '&lt;', 'http://', '*_~'])(
    'a text of 100,000 signs of "%s" is read at once',
    (part) => {
      const text = part.repeat(100_000 / part.length);

      const before = performance.now();
      parseMrkdwn(text);

      expect(performance.now() - before).toBeLessThan(1500);
    },
  );
});
