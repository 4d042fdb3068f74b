import { AbstractKeyIterator, AbstractValueIterator } from 'abstract-level';

/**
 * dynalite 4 reads its store through iterators and ends them by `return`, which abstract-level does not have: none is ever
 * closed, and each query would hold on to the store as it was then. So they get one.
 */
export function closeIterators(): void {
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator])
    Object.defineProperty(prototype, 'return', {
      configurable: true,
      value(this: { close(): Promise<void> }) {
        return this.close();
      },
    });
}
