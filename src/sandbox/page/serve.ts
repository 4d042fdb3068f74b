import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bundlePage } from './bundle-page.ts';
import { DOCUMENT, FAVICON } from './document.ts';

export interface Page {
  /** Fulfilled once the page is bundled; requests before that wait for it. */
  ready: Promise<void>;
  /** Answers a request for the page; false if the path is none of its own. */
  handle(req: IncomingMessage, res: ServerResponse): boolean;
}

interface Asset {
  type: string;
  body: string;
  etag: string;
}

// Nothing from elsewhere, no inline script or style, and no string ever becomes HTML (trusted types).
const SECURITY_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Bundles the sandbox's web page in memory, and serves it at `/`, `/app.js`, `/app.css` and `/favicon.svg`. */
export function createPage(): Page {
  const assets = loadAssets();
  const ready = assets.then(() => undefined);
  // A page that cannot be built is told to whoever asks for it; it must not end the process.
  ready.catch(() => undefined);
  const paths = new Set(['/', '/app.js', '/app.css', '/favicon.svg', '/favicon.ico']);
  return {
    ready,
    handle(req, res) {
      const path = (req.url ?? '').split('?', 1)[0] ?? '';
      if (!paths.has(path) || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
      void answer(req, res, path === '/favicon.ico' ? '/favicon.svg' : path, assets);
      return true;
    },
  };
}

async function loadAssets(): Promise<Map<string, Asset>> {
  const { script, style } = await bundlePage();
  return new Map([
    ['/', asset('text/html; charset=utf-8', DOCUMENT)],
    ['/app.js', asset('text/javascript; charset=utf-8', script)],
    ['/app.css', asset('text/css; charset=utf-8', style)],
    ['/favicon.svg', asset('image/svg+xml', FAVICON)],
  ]);
}

function asset(type: string, body: string): Asset {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

async function answer(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  assets: Promise<Map<string, Asset>>,
): Promise<void> {
  try {
    const found = (await assets).get(path);
    if (found === undefined) throw new Error(`${path} is not among the assets`);
    const headers = { ...SECURITY_HEADERS, 'cache-control': 'no-cache', etag: found.etag };
    if (req.headers['if-none-match'] === found.etag) {
      res.writeHead(304, headers).end();
      return;
    }
    const length = Buffer.byteLength(found.body);
    res.writeHead(200, { ...headers, 'content-type': found.type, 'content-length': length });
    res.end(req.method === 'HEAD' ? undefined : found.body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    res.writeHead(500, { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8' });
    res.end(`The sandbox's page could not be built: ${reason}\n`);
  }
}
