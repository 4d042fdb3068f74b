import ipaddr from 'ipaddr.js';
import { invalidValue } from './errors.ts';

/** The canonical form that EC2 keeps: host bits cleared, `100.68.0.18/18` becomes `100.68.0.0/18`. */
export function canonicalCidr(cidr: string): string {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) throw malformed(cidr);
  return `${ipaddr.IPv4.networkAddressFromCIDR(cidr)}/${prefixLength(cidr)}`;
}

/** The same for IPv6, in its shortest spelling. */
export function canonicalIpv6Cidr(cidr: string): string {
  if (cidr.includes('%') || !ipaddr.IPv6.isValidCIDR(cidr)) throw malformed(cidr);
  return `${ipaddr.IPv6.networkAddressFromCIDR(cidr).toRFC5952String()}/${prefixLength(cidr)}`;
}

function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf('/') + 1));
}

function malformed(cidr: string) {
  return invalidValue(`CIDR block ${cidr} is malformed`);
}
