import { z } from 'zod';
import type { Address } from './block.ts';
import { isAddress } from './parse-address.ts';

/** For what is stored and read back: accepts an address only in its canonical form. */
export const addressSchema = z.custom<Address>(
  (value) => typeof value === 'string' && isAddress(value),
  'not an address in canonical form, like 203.0.113.9/32',
);
