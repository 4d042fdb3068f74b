import { performance } from 'node:perf_hooks';
import { type Address, parseAddress } from '../src/address/address.ts';
import type { Entry } from '../src/firewall/firewall.ts';
import { plan } from '../src/firewall/plan.ts';
import type { Wish } from '../src/firewall/slots.ts';
import { median } from './median.ts';

/*
 * Plans so many offenders, five times, and prints one line of JSON. With far fewer slots than offenders the planner also
 * aggregates: it joins all neighbours. A process of its own, so that the peak of its memory is that of this size. Argument:
 * how many offenders.
 */
const RUNS = 5;
/** Whoever is so slow is not asked again. Milliseconds. */
const ENOUGH_MS = 20_000;

const count = Number(process.argv[2]);
const entries: Entry[] = [
  { ruleNumber: 100, action: 'allow', protocol: '-1', cidr: '0.0.0.0/0' },
  { ruleNumber: 101, action: 'allow', protocol: '-1', cidr: '::/0' },
  { ruleNumber: 32767, action: 'deny', protocol: '-1', cidr: '0.0.0.0/0' },
  { ruleNumber: 32768, action: 'deny', protocol: '-1', cidr: '::/0' },
];
const limits = { numbers: { first: 1, last: 99 }, quota: 20, keptForPeople: 2 };

const wishes = offenders(count).map(
  (address, index): Wish => ({ address, scopes: ['all'], pinned: false, score: 20 - (20 * index) / count }),
);
const plans: number[] = [];
const began = performance.now();
for (let run = 0; run < RUNS && performance.now() - began < ENOUGH_MS; run += 1) {
  plans.push(timed(() => plan(wishes, entries, [], limits, 0)));
}
process.stdout.write(
  `${JSON.stringify({
    offenders: count,
    ms: Math.round(median(plans)),
    runs: plans.length,
    // maxRSS is in kilobytes (getrusage).
    rssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  })}\n`,
);

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Distinct addresses of IPv4, a quarter of them in crowded /24s, in random order; the same each time. */
function offenders(many: number): Address[] {
  const random = generator(20_161_124);
  const numbers = new Set<number>();
  while (numbers.size < many * 0.25) {
    const network = Math.floor(random() * 2 ** 24) * 256;
    const crowd = 32 + Math.floor(random() * 224);
    for (let host = 0; host < crowd && numbers.size < many * 0.25; host += 1)
      numbers.add(network + Math.floor(random() * 256));
  }
  while (numbers.size < many) numbers.add(Math.floor(random() * 2 ** 32));
  const mixed = [...numbers];
  for (let index = mixed.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [mixed[index], mixed[other]] = [mixed[other] ?? 0, mixed[index] ?? 0];
  }
  return mixed.map((number) => {
    const bytes = [number / 2 ** 24, number / 2 ** 16, number / 2 ** 8, number].map((byte) => Math.floor(byte) % 256);
    const parsed = parseAddress(bytes.join('.'));
    if (!parsed.ok) throw new Error(parsed.why);
    return parsed.address;
  });
}

/** Numbers from 0 to 1 that only look random (mulberry32): the same offenders in each run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
