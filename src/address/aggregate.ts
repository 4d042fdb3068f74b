import type { Address } from './block.ts';
import { joinNeighbours } from './join-neighbours.ts';
import { compareAddresses } from './relations.ts';

/**
 * The shortest list of blocks that holds exactly the same addresses, sorted. Nothing is rounded up.
 * The whole of a family stays two halves, since a prefix length of 0 is not an address.
 */
export function aggregate(addresses: readonly Address[]): Address[] {
  const joined = joinNeighbours(addresses);
  const blocks = Array.from({ length: joined.count }, (_, number) => joined.block(number));
  const alone = addresses.filter((_, at) => joined.blockOf[at] === -1);
  return [...blocks, ...alone].sort(compareAddresses);
}
