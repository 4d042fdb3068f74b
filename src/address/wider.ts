import { type Address, addressOf, blockOf, family } from './block.ts';

/** Every wider block that holds the address, from the next wider one up to the prefix length `shortest`. */
export function widerBlocks(address: Address, shortest: number): Address[] {
  const { start, length } = blockOf(address);
  const wider: Address[] = [];
  for (let shorter = length - 1; shorter >= shortest; shorter -= 1)
    wider.push(addressOf({ family: family(address), start, length: shorter }));
  return wider;
}
