import ipaddr from 'ipaddr.js';

declare const canonical: unique symbol;

/**
 * An IPv4 or IPv6 address or CIDR block in its one canonical form, always with its prefix length and with host bits
 * cleared: `203.0.113.9/32`, `2001:db8::/64` (IPv6 as in RFC 5952). Two addresses are equal when their texts are.
 * Made only by `parseAddress`, `parseHumanAddress` and `addressOf`; a prefix length of 0 never occurs.
 */
export type Address = string & { readonly [canonical]: true };

export type Family = 4 | 6;

/** An address as numbers: its first address and its prefix length. Plain data; host bits of `start` are zero. */
export interface Block {
  family: Family;
  start: bigint;
  length: number;
}

/** How many bits an address of the family has: 32 or 128. */
export function familyBits(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** The numbers behind an address. */
export function blockOf(address: Address): Block {
  const slash = address.indexOf('/');
  const host = address.slice(0, slash);
  const bytes = host.includes(':')
    ? ipaddr.IPv6.parse(host).toByteArray()
    : host.split('.').map((octet) => Number.parseInt(octet, 10));
  return { family: bytes.length === 4 ? 4 : 6, start: fromBytes(bytes), length: Number(address.slice(slash + 1)) };
}

/** The address that starts at `start`, with host bits cleared. Throws a RangeError for a length of 0 or too many bits. */
export function addressOf({ family, start, length }: Block): Address {
  const bits = familyBits(family);
  if (!Number.isInteger(length) || length < 1 || length > bits || start < 0n || start >> BigInt(bits) !== 0n) {
    throw new RangeError(`No IPv${family} block starts at ${start} with a prefix length of ${length}`);
  }
  const hostBits = BigInt(bits - length);
  const bytes = toBytes((start >> hostBits) << hostBits, bits / 8);
  const host = family === 4 ? bytes.join('.') : new ipaddr.IPv6(bytes).toRFC5952String();
  // The only place that vouches for the brand: everything above made the text canonical.
  return `${host}/${length}` as Address;
}

/** 4 or 6. */
export function family(address: Address): Family {
  return address.includes(':') ? 6 : 4;
}

/** The prefix length: 1 to 32, or 1 to 128. */
export function prefixLength(address: Address): number {
  let length = 0;
  for (let at = address.lastIndexOf('/') + 1; at < address.length; at += 1)
    length = length * 10 + address.charCodeAt(at) - ZERO;
  return length;
}

const ZERO = '0'.charCodeAt(0);

/** How many single addresses the block holds. */
export function size(address: Address): bigint {
  return 1n << BigInt(familyBits(family(address)) - prefixLength(address));
}

/** The first and the last single address of the block, as numbers. */
export function range(address: Address): { start: bigint; end: bigint } {
  const { start } = blockOf(address);
  return { start, end: start + size(address) - 1n };
}

/** What people read: a single address without its `/32` or `/128`. */
export function display(address: Address): string {
  return size(address) === 1n ? address.slice(0, address.indexOf('/')) : address;
}

function fromBytes(bytes: number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function toBytes(value: bigint, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Number((value >> BigInt(8 * (count - 1 - index))) & 0xffn));
}
