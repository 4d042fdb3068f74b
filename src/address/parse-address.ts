import ipaddr from 'ipaddr.js';
import { type Address, addressOf, type Block, type Family, familyBits } from './block.ts';

export type ParsedAddress = { ok: true; address: Address } | { ok: false; why: string };

/** The longest text that can be right: a full IPv6 address with an IPv4 tail and `/128`. */
const LONGEST = 49;

/**
 * Reads one address or CIDR block, strictly: what two programs could read differently is refused (octal, hexadecimal and
 * short forms, zone ids, net masks, a prefix length of 0). White space around is allowed, host bits are cleared, and
 * IPv4-mapped IPv6 (`::ffff:203.0.113.9`) becomes IPv4. `why` is a sentence that says what to write instead.
 */
export function parseAddress(text: string): ParsedAddress {
  try {
    return { ok: true, address: addressOf(readBlock(text.trim())) };
  } catch (error) {
    if (error instanceof NotAnAddressError) return { ok: false, why: error.message };
    throw error;
  }
}

/** Whether a text is an address in canonical form, as when it comes back from the ledger. */
export function isAddress(text: string): text is Address {
  const parsed = parseAddress(text);
  return parsed.ok && parsed.address === text;
}

class NotAnAddressError extends Error {}

function refuse(text: string, why: string): never {
  const printable = text.replace(/[^\x20-\x7e]/g, '?');
  throw new NotAnAddressError(`"${printable.length > 50 ? `${printable.slice(0, 50)}...` : printable}" ${why}`);
}

function readBlock(text: string): Block {
  if (text === '') throw new NotAnAddressError('Nothing is there: write an address, like 203.0.113.9 or 2001:db8::9.');
  if (text.length > LONGEST) refuse(text, 'is too long: write one address, like 203.0.113.9 or 2001:db8::9.');
  if (text.includes('%')) refuse(text, 'has a zone id: leave out the % and what follows it.');
  if (/^[\d.]+:\d+$/.test(text) || text.startsWith('[')) {
    refuse(text, 'has a port or brackets: leave them out, like 203.0.113.9 or 2001:db8::9.');
  }
  const [host = '', prefix, ...more] = text.split('/');
  if (more.length > 0) refuse(text, 'has more than one slash: write one block, like 203.0.113.0/24.');
  const family = host.includes(':') ? 6 : 4;
  const start = family === 6 ? readIpv6(host, text) : readIpv4(host, text);
  return unmapped({ family, start, length: readPrefix(prefix, family, text) }, text);
}

function readPrefix(prefix: string | undefined, family: Family, text: string): number {
  const bits = familyBits(family);
  if (prefix === undefined) return bits;
  if (prefix.includes('.')) refuse(text, 'has a net mask: write the number of bits instead, like /24.');
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > bits) {
    refuse(text, `has a wrong prefix length: for IPv${family} write a number from 1 to ${bits} after the slash.`);
  }
  return Number(prefix);
}

/** ::ffff:0:0/96 is IPv4 seen through an IPv6 socket (RFC 4291, 2.5.5.2). */
function unmapped(block: Block, text: string): Block {
  const isMapped = block.family === 6 && block.length >= 96 && block.start >> 32n === 0xffffn;
  const plain: Block = isMapped ? { family: 4, start: block.start & 0xffffffffn, length: block.length - 96 } : block;
  if (plain.length === 0) refuse(text, 'means every address there is: write a single address or a smaller block.');
  return plain;
}

function readIpv4(host: string, text: string): bigint {
  const octets = host.split('.');
  if (octets.some((octet) => /^0x[0-9a-f]*$/i.test(octet))) {
    refuse(text, 'is in hexadecimal: write four decimal numbers, like 203.0.113.9.');
  }
  if (!/^\d+(\.\d+)*$/.test(host)) refuse(text, 'is not an IP address: write one like 203.0.113.9 or 2001:db8::9.');
  if (octets.length !== 4) {
    refuse(text, `has ${octets.length} of the four numbers of an IPv4 address: write all four, like 203.0.113.9.`);
  }
  if (octets.some((octet) => /^0\d/.test(octet))) {
    refuse(text, 'has a number with a leading zero, which some programs read as octal: write it without the zero.');
  }
  if (octets.some((octet) => Number(octet) > 255)) {
    refuse(text, 'has a number above 255: each of the four goes from 0 to 255.');
  }
  return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function readIpv6(host: string, text: string): bigint {
  const plain = host.includes('.') ? withoutIpv4Tail(host, text) : host;
  if (!/^[0-9a-f]{0,4}(:[0-9a-f]{0,4})+$/i.test(plain) || !ipaddr.IPv6.isValid(plain)) {
    refuse(
      text,
      'is not an IPv6 address: write eight groups of hexadecimal digits, or :: for zeros, like 2001:db8::9.',
    );
  }
  return ipaddr.IPv6.parse(plain)
    .toByteArray()
    .reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** `::ffff:203.0.113.9` as `::ffff:cb00:7109`, with the IPv4 part read as strictly as any other. */
function withoutIpv4Tail(host: string, text: string): string {
  const tail = host.lastIndexOf(':') + 1;
  const value = readIpv4(host.slice(tail), text);
  return `${host.slice(0, tail)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
