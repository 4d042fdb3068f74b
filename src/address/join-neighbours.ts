import { type Address, addressOf, blockOf } from './block.ts';

/** Neighbours joined into the fewest blocks that hold exactly the same addresses. */
export interface Joined {
  /** For each given address, in the order given, the number of the block that holds it; -1: it has no neighbour. */
  blockOf: Int32Array;
  /** How many blocks there are, numbered from 0. */
  count: number;
  block(number: number): Address;
}

/**
 * Joins neighbours without loss: nothing is rounded up. Takes a million addresses of IPv4 in a part of a second, which is
 * why it counts with numbers and makes the text of a block only when it is asked for.
 */
export function joinNeighbours(addresses: readonly Address[]): Joined {
  const keys4 = new Float64Array(addresses.length);
  const keys6 = new Map<number, bigint>();
  for (let at = 0; at < addresses.length; at += 1) {
    const address = addresses[at] as Address;
    const key = keyOf4(address);
    keys4[at] = key ?? Number.POSITIVE_INFINITY;
    if (key === undefined) keys6.set(at, keyOf6(address));
  }
  const sorted4 = keys4.slice().sort();
  const blocks4 = joined4(sorted4.subarray(0, addresses.length - keys6.size), 2);
  const blocks6 = joined6([...keys6.values()].sort(byValue), 2);
  const starts4 = Float64Array.from(blocks4, (block) => block.start);
  const numbers = new Int32Array(addresses.length);
  for (let at = 0; at < addresses.length; at += 1) {
    const key6 = keys6.size > 0 ? keys6.get(at) : undefined;
    if (key6 === undefined) numbers[at] = holding4(starts4, blocks4, Math.floor((keys4[at] ?? 0) / 64));
    else {
      const number = holding6(blocks6, key6 >> 8n);
      numbers[at] = number < 0 ? number : blocks4.length + number;
    }
  }
  return {
    blockOf: numbers,
    count: blocks4.length + blocks6.length,
    block(number) {
      const block4 = blocks4[number];
      return block4 ? address4(block4) : address6(blocks6[number - blocks4.length] ?? { start: 0n, bits: 0n });
    },
  };
}

/**
 * The shortest list of blocks that holds exactly the same addresses, sorted. Nothing is rounded up.
 * The whole of a family stays two halves, since a prefix length of 0 is not an address.
 */
export function aggregate(addresses: readonly Address[]): Address[] {
  const keys4 = new Float64Array(addresses.length);
  const keys6: bigint[] = [];
  let count = 0;
  for (const address of addresses) {
    const key = keyOf4(address);
    if (key === undefined) keys6.push(keyOf6(address));
    else {
      keys4[count] = key;
      count += 1;
    }
  }
  const blocks4 = joined4(keys4.subarray(0, count).sort(), 1);
  return [...blocks4.map(address4), ...joined6(keys6.sort(byValue), 1).map(address6)];
}

function byValue(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function address4({ start, size }: Block4): Address {
  return addressOf({ family: 4, start: BigInt(start), length: 32 - Math.log2(size) });
}

function address6({ start, bits }: Block6): Address {
  return addressOf({ family: 6, start, length: 128 - Number(bits) });
}

interface Block4 {
  start: number;
  /** A power of two. */
  size: number;
}

/** From keys `start * 64 + prefix length`, sorted, the blocks of runs with at least so many members. */
function joined4(keys: Float64Array, least: number): Block4[] {
  const blocks: Block4[] = [];
  let start = -1;
  let next = -1;
  let members = 0;
  const close = () => {
    if (members < least) return;
    while (start < next) {
      // The largest block that begins here and does not go past the end: by the lowest bit of the start, and by what is left.
      const aligned = start === 0 ? 2 ** 31 : (start & -start) >>> 0;
      const size = Math.min(aligned, 2 ** Math.min(31, Math.floor(Math.log2(next - start))));
      blocks.push({ start, size });
      start += size;
    }
  };
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at] ?? 0;
    const first = Math.floor(key / 64);
    const after = first + 2 ** (32 - (key % 64));
    if (first > next) {
      close();
      start = first;
      next = after;
      members = 1;
    } else {
      members += 1;
      if (after > next) next = after;
    }
  }
  close();
  return blocks;
}

interface Block6 {
  start: bigint;
  /** How many bits are free in it. */
  bits: bigint;
}

/** The same for IPv6, from keys `start << 8 | prefix length`. */
function joined6(keys: readonly bigint[], least: number): Block6[] {
  const blocks: Block6[] = [];
  let start = -1n;
  let next = -1n;
  let members = 0;
  const close = () => {
    if (members < least) return;
    while (start < next) {
      let bits = 0n;
      while (bits < 127n && start % (2n << bits) === 0n && start + (2n << bits) <= next) bits += 1n;
      blocks.push({ start, bits });
      start += 1n << bits;
    }
  };
  for (const key of keys) {
    const first = key >> 8n;
    const after = first + (1n << (128n - (key & 255n)));
    if (first > next) {
      close();
      start = first;
      next = after;
      members = 1;
    } else {
      members += 1;
      if (after > next) next = after;
    }
  }
  close();
  return blocks;
}

function holding4(starts: Float64Array, blocks: readonly Block4[], start: number): number {
  let low = -1;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  const block = blocks[low];
  return block && start < block.start + block.size ? low : -1;
}

function holding6(blocks: readonly Block6[], start: bigint): number {
  let low = -1;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((blocks[middle] as Block6).start <= start) low = middle;
    else high = middle - 1;
  }
  const block = blocks[low];
  return block && start < block.start + (1n << block.bits) ? low : -1;
}

function keyOf6(address: Address): bigint {
  const { start, length } = blockOf(address);
  return (start << 8n) | BigInt(length);
}

/** `start * 64 + prefix length` of an IPv4 block, read off its canonical text; undefined for IPv6. */
function keyOf4(address: Address): number | undefined {
  let start = 0;
  let part = 0;
  for (let at = 0; at < address.length; at += 1) {
    const code = address.charCodeAt(at);
    if (code >= ZERO && code <= NINE) part = part * 10 + (code - ZERO);
    else if (code === DOT || code === SLASH) {
      start = start * 256 + part;
      part = 0;
    } else return undefined;
  }
  return start * 64 + part;
}

const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const SLASH = '/'.charCodeAt(0);
