import { type Address, addressOf, blockOf, family } from './block.ts';

/** The block of this prefix length that holds the address; the address itself if it is as wide or wider. */
export function widen(address: Address, shorter: number): Address {
  const { start, length } = blockOf(address);
  return length <= shorter ? address : addressOf({ family: family(address), start, length: shorter });
}

/** Every wider block that holds the address, from the next wider one up to the prefix length `shortest`. */
export function widerBlocks(address: Address, shortest: number): Address[] {
  const { start, length } = blockOf(address);
  const wider: Address[] = [];
  for (let shorter = length - 1; shorter >= shortest; shorter -= 1)
    wider.push(addressOf({ family: family(address), start, length: shorter }));
  return wider;
}
