/** The door of this room: the value `Address`, how to read it, and how addresses lie to each other. All pure. */
export { addressSchema } from './address-schema.ts';
export { type Address, display, type Family, family, prefixLength, range, size } from './block.ts';
export { aggregate, type Joined, joinNeighbours } from './join-neighbours.ts';
export { overlapsWith } from './overlaps-with.ts';
export { isAddress, type ParsedAddress, parseAddress } from './parse-address.ts';
export { parseHumanAddress } from './parse-human-address.ts';
export { compareAddresses, contains, overlaps } from './relations.ts';
export { specialPurpose } from './special-purpose.ts';
export { widen, widerBlocks } from './wider.ts';
