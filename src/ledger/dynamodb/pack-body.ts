import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';

/** A DynamoDB item ends at 400 KB; the alert beside the body may take 64 KB. Bytes. */
const BODY_LIMIT = 300 * 1024;
const HEAD = 8 * 1024;

/** A body as it is kept: gzipped if that fits, else its head, and always its hash and length. */
export function packBody(body: Uint8Array): Record<string, unknown> {
  const facts = { bodyLength: body.length, bodySha256: createHash('sha256').update(body).digest('hex') };
  const zipped = gzipSync(body);
  return zipped.length <= BODY_LIMIT
    ? { ...facts, bodyGzip: zipped }
    : { ...facts, bodyHead: Buffer.from(body.subarray(0, HEAD)) };
}

/** The body as it came; undefined when only its head was kept. */
export function unpackBody(item: Record<string, unknown>): Uint8Array | undefined {
  const zipped = item['bodyGzip'];
  return zipped instanceof Uint8Array ? gunzipSync(zipped) : undefined;
}
