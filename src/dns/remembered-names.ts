import type { ReverseDns } from '../response/reverse-dns.ts';

/** Attackers and crawlers come again and again within minutes; names change within days. Milliseconds. */
const KEPT_MS = 10 * 60_000;
/** So many answers are kept; the oldest goes first. */
const MOST = 1000;

/** Remembers answers, also that there is no name. What failed is asked again. */
export function rememberedNames(dns: ReverseDns, now: () => number): ReverseDns {
  const remember = createMemory(now);
  return {
    namesOf: (address, signal) => remember(`of ${address}`, () => dns.namesOf(address, signal)),
    addressesOf: (name, family, signal) => remember(`${family} ${name}`, () => dns.addressesOf(name, family, signal)),
  };
}

function createMemory(now: () => number) {
  const known = new Map<string, { answer: string[]; at: number }>();
  return async <T extends string>(question: string, ask: () => Promise<T[]>): Promise<T[]> => {
    const last = known.get(question);
    // Asked under the same question it is an answer of the same kind.
    if (last && now() - last.at < KEPT_MS) return last.answer as T[];
    const answer = await ask();
    known.delete(question);
    known.set(question, { answer, at: now() });
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return answer;
  };
}
