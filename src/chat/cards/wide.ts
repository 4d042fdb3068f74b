import { type Address, family, prefixLength } from '../../address/address.ts';

/** One machine, or what one customer of IPv6 has. */
const SINGLE = { 4: 32, 6: 64 } as const;

/** Whether many would be hit who did nothing. */
export function isWide(address: Address): boolean {
  return prefixLength(address) < SINGLE[family(address)];
}

/** How many a range holds, in words: `256 addresses`, `65,536 networks`. */
export function reach(address: Address): string {
  const count = 2 ** (SINGLE[family(address)] - prefixLength(address));
  return `${count.toLocaleString('en-US')} ${family(address) === 4 ? 'addresses' : 'networks'}`;
}
