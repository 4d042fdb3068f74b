import { type Address, parseAddress } from '../../src/address/address.ts';

/** An address that a test knows to be right. */
export function address(text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.why);
  return parsed.address;
}
