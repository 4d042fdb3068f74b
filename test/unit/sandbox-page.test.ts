import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPage } from '../../src/sandbox/page/serve.ts';

describe('the page server', () => {
  const page = createPage();
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((req, res) => {
      if (!page.handle(req, res)) res.writeHead(404).end('not the page');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    origin = `http://127.0.0.1:${address.port}`;
    await page.ready;
  });
  afterAll(() => {
    server.close();
  });

  test('serves a document that loads only its own script and style', async () => {
    const response = await fetch(origin);
    const html = await response.text();

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect([...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1])).toEqual([
      '/favicon.svg',
      '/app.css',
      '/app.js',
    ]);
    expect(html).not.toMatch(/<script>|<style|style=/);
  });

  test('forbids inline script, foreign origins and strings that become HTML', async () => {
    for (const path of ['/', '/app.js', '/app.css', '/favicon.ico']) {
      const { headers } = await fetch(`${origin}${path}`);
      const policy = headers.get('content-security-policy') ?? '';

      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  test('serves one script and one style, whole and small, with nothing from elsewhere in them', async () => {
    const script = await (await fetch(`${origin}/app.js`)).text();
    const style = await (await fetch(`${origin}/app.css`)).text();

    expect(script.length).toBeGreaterThan(100_000);
    expect(script.length).toBeLessThan(400_000);
    expect(style).toContain('.message');
    expect(style).not.toMatch(/@import|url\(/);
  });

  test('answers 304 to who has it already, and HEAD without a body', async () => {
    const etag = (await fetch(`${origin}/app.js`)).headers.get('etag') ?? '';

    const again = await fetch(`${origin}/app.js`, { headers: { 'if-none-match': etag } });
    const head = await fetch(`${origin}/app.js?x=1`, { method: 'HEAD' });

    expect(again.status).toBe(304);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100_000);
    expect(await head.text()).toBe('');
  });

  test('leaves every other path and method to others', async () => {
    for (const path of ['/sandbox/state', '/app.jsx', '/alerts/elastalert', '/index.html']) {
      const response = await fetch(`${origin}${path}`);

      expect([response.status, await response.text()]).toEqual([404, 'not the page']);
    }
    expect((await fetch(origin, { method: 'POST' })).status).toBe(404);
  });
});

test('the page type-checks with the library of browsers', () => {
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  const project = fileURLToPath(new URL('../../src/sandbox/page', import.meta.url));

  const check = () => execFileSync(process.execPath, [tsc, '--noEmit', '-p', project], { encoding: 'utf8' });

  expect(check()).toBe('');
}, 60_000);
