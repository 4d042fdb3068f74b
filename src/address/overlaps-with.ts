import { type Address, type Family, family, range } from './block.ts';

interface Numbers {
  family: Family;
  start: bigint;
  end: bigint;
}

/** Reading the numbers out of a text takes microseconds: once for each entry of a list, not once for each look-up. */
const known = new WeakMap<object, Numbers>();

/** Whether an entry of a list has an address in common with this one. For lists of thousands that many addresses are looked up in. */
export function overlapsWith(address: Address): (entry: { readonly cidr: Address }) => boolean {
  const own = numbersOf(address);
  return (entry) => {
    const theirs = known.get(entry) ?? numbersOf(entry.cidr);
    known.set(entry, theirs);
    return theirs.family === own.family && theirs.start <= own.end && own.start <= theirs.end;
  };
}

function numbersOf(address: Address): Numbers {
  return { family: family(address), ...range(address) };
}
