import { type Address, family, range } from '../address/address.ts';

/** The name under which the names of a single address are kept: 9.113.0.203.in-addr.arpa (RFC 1035, 3.5; RFC 3596, 2.5). */
export function reverseName(address: Address): string {
  const [digits, radix, zone] = family(address) === 4 ? [4, 256n, 'in-addr.arpa'] : [32, 16n, 'ip6.arpa'];
  const labels: string[] = [];
  let rest = range(address).start;
  for (let digit = 0; digit < Number(digits); digit += 1) {
    labels.push((rest % radix).toString(radix === 16n ? 16 : 10));
    rest /= radix;
  }
  return [...labels, zone].join('.');
}
