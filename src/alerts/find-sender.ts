import { type Address, contains, parseAddress } from '../address/address.ts';

/**
 * Who really sent a request: the peer of the connection, or, if that is a trusted proxy, the rightmost hop of
 * X-Forwarded-For that is none (what stands left of it, anybody can write). Undefined when that hop is unreadable.
 */
export function findSender(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly Address[],
): Address | undefined {
  const hops = [...(forwardedFor?.split(',') ?? []), peer ?? ''];
  let sender: Address | undefined;
  for (const hop of hops.toReversed()) {
    const parsed = parseAddress(hop);
    if (!parsed.ok) return undefined;
    sender = parsed.address;
    if (!trustedProxies.some((proxy) => contains(proxy, parsed.address))) return sender;
  }
  // Every hop is one of our own proxies: the farthest of them sent it.
  return sender;
}
