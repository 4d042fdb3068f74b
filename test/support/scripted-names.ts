import type { Address } from '../../src/address/address.ts';
import type { ReverseDns } from '../../src/response/reverse-dns.ts';
import { address } from './address.ts';

/** `silent` never answers, `broken` answers badly. */
type Script = Record<string, readonly string[] | 'silent' | 'broken'>;

/** Name servers that know what a test says: the names of addresses, and the addresses of names. */
export function scriptedNames(names: Script, addresses: Script): ReverseDns & { asked: string[] } {
  const asked: string[] = [];
  async function answer(script: Script, question: string, signal: AbortSignal): Promise<readonly string[]> {
    asked.push(question);
    const found = script[question] ?? [];
    if (found === 'broken') throw new Error('SERVFAIL');
    if (found !== 'silent') return found;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }
  return {
    asked,
    namesOf: async (of, signal) => [...(await answer(names, plainly(of), signal))],
    addressesOf: async (name, _family, signal) => (await answer(addresses, name, signal)).map(address),
  };
}

function plainly(of: Address): string {
  return of.split('/')[0] ?? of;
}
