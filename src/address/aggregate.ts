import { type Address, addressOf, type Family, family, familyBits, range } from './block.ts';
import { compareAddresses } from './relations.ts';

interface Run {
  family: Family;
  start: bigint;
  end: bigint;
}

/**
 * The shortest list of blocks that holds exactly the same addresses, sorted. Nothing is rounded up.
 * The whole of a family stays two halves, since a prefix length of 0 is not an address.
 */
export function aggregate(addresses: Address[]): Address[] {
  return joinRuns(addresses).flatMap(blocksOfRun);
}

function joinRuns(addresses: Address[]): Run[] {
  const runs: Run[] = [];
  for (const address of addresses.toSorted(compareAddresses)) {
    const next = { family: family(address), ...range(address) };
    const last = runs.at(-1);
    if (last?.family === next.family && next.start <= last.end + 1n) {
      if (next.end > last.end) last.end = next.end;
    } else {
      runs.push(next);
    }
  }
  return runs;
}

/** From the left, each time the largest block that begins here and does not go past the end. */
function blocksOfRun(run: Run): Address[] {
  const bits = familyBits(run.family);
  const blocks: Address[] = [];
  let start = run.start;
  while (start <= run.end) {
    let length = bits;
    while (
      length > 1 &&
      isAligned(start, bits - length + 1) &&
      start + (1n << BigInt(bits - length + 1)) - 1n <= run.end
    ) {
      length -= 1;
    }
    blocks.push(addressOf({ family: run.family, start, length }));
    start += 1n << BigInt(bits - length);
  }
  return blocks;
}

function isAligned(start: bigint, hostBits: number): boolean {
  return start % (1n << BigInt(hostBits)) === 0n;
}
