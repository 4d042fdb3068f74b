export type LimitedBody = { kind: 'whole'; bytes: Buffer } | { kind: 'too-large' } | { kind: 'cut-off' };

/** Reads the body of a request, but never more than `maxBytes`: neither when it says its length nor when it does not. */
export async function readLimited(request: Request, maxBytes: number): Promise<LimitedBody> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return { kind: 'too-large' };
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      // Leaving the loop cancels the stream: the rest is not read.
      if (size > maxBytes) return { kind: 'too-large' };
      chunks.push(chunk);
    }
  } catch {
    return { kind: 'cut-off' };
  }
  return { kind: 'whole', bytes: Buffer.concat(chunks) };
}
