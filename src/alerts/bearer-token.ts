import { createHash, timingSafeEqual } from 'node:crypto';

/**
 * Makes the check of an Authorization header against the live tokens (two while one replaces the other). The time it
 * takes tells nothing about them: digests of equal length are compared, always with all of them.
 */
export function bearerCheck(tokens: readonly string[]): (header: string | undefined) => boolean {
  if (tokens.length === 0 || tokens.some((token) => token.trim() === '')) {
    throw new Error('The webhook needs at least one token, and no empty one: set AISM_WEBHOOK_TOKENS.');
  }
  const digests = tokens.map(digest);
  return (header) => {
    const given = digest(/^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? '');
    return digests.map((known) => timingSafeEqual(known, given)).includes(true);
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
