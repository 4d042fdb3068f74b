import { Resolver } from 'node:dns/promises';
import { type Address, parseAddress } from '../address/address.ts';
import type { ReverseDns } from '../response/reverse-dns.ts';
import { reverseName } from './reverse-name.ts';

/** The first try of a question; the second waits twice as long. Milliseconds. */
const TRY_MS = 300;
const TRIES = 2;
/** What means that there is nothing under this name (node:dns, "Error codes"); everything else means that nobody knows. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

/** The name servers of the machine, or these: `127.0.0.1:53`. Never the hosts file, which says nothing of the world. */
export function nameServers(servers?: readonly string[]): ReverseDns {
  async function ask(signal: AbortSignal, question: (resolver: Resolver) => Promise<string[]>): Promise<string[]> {
    signal.throwIfAborted();
    // One for each question: cancelling ends all that a resolver was asked.
    const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
    if (servers) resolver.setServers([...servers]);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await question(resolver);
    } catch (error) {
      if (error instanceof Error && 'code' in error && NOTHING.has(String(error.code))) return [];
      throw error;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  return {
    namesOf: (address, signal) => ask(signal, (resolver) => resolver.resolvePtr(reverseName(address))),
    async addressesOf(name, family, signal) {
      const texts = await ask(signal, (resolver) => (family === 4 ? resolver.resolve4(name) : resolver.resolve6(name)));
      return texts.flatMap((text): Address[] => {
        const parsed = parseAddress(text);
        return parsed.ok ? [parsed.address] : [];
      });
    },
  };
}
