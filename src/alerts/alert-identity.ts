import { createHash } from 'node:crypto';
import type { Address } from '../address/address.ts';
import { type Body, isBody } from './body-fields.ts';

/** How long a body without any time of its own stays "the same": longer than a repeat by ElastAlert takes. */
const REPEAT_MS = 5 * 60_000;

/**
 * The same text for the same event whenever it is posted again: from rule, document and addresses if the body names a
 * document, else from rule, addresses and time. A body without a time is known by its whole content, for five minutes.
 * The addresses are always part of it: two rules that do not tell their names may match on the same document.
 */
export function alertIdentity(input: {
  source: string;
  rule: string;
  index: string | undefined;
  documentId: string | undefined;
  addresses: Address[];
  /** When the body says that it happened, in ms. */
  stated: number | undefined;
  body: Body;
  receivedAt: number;
}): string {
  const { source, rule, index, documentId, addresses, stated, body, receivedAt } = input;
  const sorted = addresses.toSorted();
  if (documentId !== undefined) return digest([source, rule, 'document', index ?? '', documentId, sorted]);
  if (stated !== undefined) return digest([source, rule, 'time', sorted, stated]);
  return digest([source, rule, 'content', sorted, body, Math.floor(receivedAt / REPEAT_MS)]);
}

function digest(parts: unknown[]): string {
  const text = JSON.stringify(parts, (_key, value: unknown) => (isBody(value) ? sortedByKey(value) : value));
  // 132 bits: enough that no two alerts meet by chance.
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function sortedByKey(body: Body): Body {
  return Object.fromEntries(Object.entries(body).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
