import ipaddr from 'ipaddr.js';
import { type Address, addressOf, type Block, blockOf, display, familyBits } from './block.ts';
import { specialPurposeRanges } from './special-purpose-ranges.ts';

/**
 * Why an address cannot be an attacker's, as the end of a sentence ("it is in 10.0.0.0/8, private use (RFC 1918)"), or
 * undefined for an ordinary one. Matches both ways: a block that contains a special range is special too.
 *
 * IPv6 that carries an IPv4 address (64:ff9b::/96, 2002::/16, ::/96) is special whatever it carries: at a Network ACL
 * such traffic belongs to our own gateways and relays. The reason names the address inside, and why that one is special
 * if it is, so that a person can act on it. IPv4-mapped addresses are IPv4 already, by `parseAddress`.
 */
export function specialPurpose(address: Address): string | undefined {
  const block = blockOf(address);
  const around = ranges.find((candidate) => isWithin(block, candidate.block));
  if (around !== undefined) return `it is in ${around.text}, ${around.name}${whatItCarries(block)}`;
  const inside = ranges.find((candidate) => isWithin(candidate.block, block));
  return inside && `it contains ${inside.text}, ${inside.name}`;
}

/** In the order of the table, which names the narrower of two nested ranges first. */
const ranges = specialPurposeRanges.map(([text, name]) => ({ text, name, block: readRange(text) }));

/** Not by `parseAddress`, which would turn the IPv4-mapped range into all of IPv4. */
function readRange(text: string): Block {
  const [address, length] = ipaddr.parseCIDR(text);
  const start = address.toByteArray().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  return { family: address.kind() === 'ipv4' ? 4 : 6, start, length };
}

function isWithin(inner: Block, outer: Block): boolean {
  const hostBits = BigInt(familyBits(outer.family) - outer.length);
  return (
    inner.family === outer.family && inner.length >= outer.length && inner.start >> hostBits === outer.start >> hostBits
  );
}

/** Where a range keeps the IPv4 address: how many bits come after it. */
const carriers = [
  { block: readRange('64:ff9b::/96'), behind: 0n },
  { block: readRange('2002::/16'), behind: 80n },
  { block: readRange('::/96'), behind: 0n },
];

function whatItCarries(block: Block): string {
  const carrier = carriers.find((candidate) => isWithin(block, candidate.block));
  // :: and ::1 are no IPv4 addresses, and a block too wide to hold one address carries none.
  if (carrier === undefined || block.length < carrier.block.length + 32 || block.start <= 1n) return '';
  const carried = addressOf({ family: 4, start: (block.start >> carrier.behind) & 0xffffffffn, length: 32 });
  const reason = specialPurpose(carried);
  return reason === undefined ? `; it carries ${display(carried)}` : `; it carries ${display(carried)}, and ${reason}`;
}
