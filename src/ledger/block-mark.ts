import type { AddressRecord } from './record.ts';

/**
 * Names the address's block of now, ended or not, in a few characters; `0` before the first one. A button carries it, so
 * that a click tells what its card showed.
 */
export function blockMark({ block }: Pick<AddressRecord, 'block'>): string {
  return block?.id.split('@')[1] ?? '0';
}
