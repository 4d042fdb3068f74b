import { type Address, family, prefixLength, range } from './block.ts';

/** Whether every address of `inner` is in `outer`. An IPv4 block never contains an IPv6 one. */
export function contains(outer: Address, inner: Address): boolean {
  if (family(outer) !== family(inner)) return false;
  const [wide, narrow] = [range(outer), range(inner)];
  return wide.start <= narrow.start && narrow.end <= wide.end;
}

/** Whether the two have an address in common. CIDR blocks never overlap in part: one then contains the other. */
export function overlaps(one: Address, other: Address): boolean {
  return contains(one, other) || contains(other, one);
}

/** The order for sorting: IPv4 first, then by first address, then the wider block. */
export function compareAddresses(one: Address, other: Address): number {
  if (family(one) !== family(other)) return family(one) - family(other);
  const [left, right] = [range(one).start, range(other).start];
  if (left !== right) return left < right ? -1 : 1;
  return prefixLength(one) - prefixLength(other);
}
