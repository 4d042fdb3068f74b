import type { Address } from '../../src/address/address.ts';
import type { Entry, Rule } from '../../src/firewall/firewall.ts';
import { networkAclFirewall } from '../../src/firewall/network-acl.ts';
import { letsThrough, rulesFor } from '../../src/firewall/rule.ts';
import { readTargetData } from '../../src/response/target-data.ts';
import { firstMatch, matchesRule, type Packet } from './acl-packets.ts';
import { address } from './address.ts';
import { isGuarded, LIMITS, type Model, type ModelWorld } from './model-world.ts';

/** Hosts inside, at the edges of, and outside of what may be blocked; ports that scopes and others' rules are about. */
const SOURCES = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 200, 255].map((host) => `203.0.113.${host}`),
  '203.0.112.255',
  '198.51.100.7',
  '198.51.100.8',
  '192.0.2.9',
  '2001:db8::1',
  '2001:db8::2',
  '2001:db8:0:1::1',
].map(address);
const PACKETS: Packet[] = SOURCES.flatMap((from) =>
  ['6', '17', '1'].flatMap((protocol) => [22, 53, 443, 8080].map((port): Packet => ({ from, protocol, port }))),
);

/** Throws with everything that is wrong, once all is quiet. */
export async function checkSettled(model: Model, world: ModelWorld): Promise<void> {
  const entries = await networkAclFirewall(world.ec2.client).describe(world.target);
  const wrong: string[] = [];
  const isOthers = (entry: Entry) => entry.ruleNumber >= 100 || model.foreign.has(entry.ruleNumber);
  const [others, ours] = [entries.filter(isOthers), entries.filter((entry) => !isOthers(entry))];

  for (const [number, said] of model.foreign)
    if (!entries.some((entry) => entry.ruleNumber === number && isAsSaid(entry, said)))
      wrong.push(`the entry ${number} of somebody else is not as they left it`);
  if (entries.length > Math.max(LIMITS.quota, others.length)) wrong.push(`${entries.length} entries`);

  const states = await statesOf(model, world);
  const rulesOf = (of: Address) => rulesFor(of, [...scopesOf(model, of)]);
  const denied = (rule: Rule) => packetsOf(rule).every((packet) => firstMatch(entries, packet)?.action === 'deny');
  const live = [...model.claims.keys()].filter((of) => !isGuarded(model, of));
  for (const of of live) {
    const state = states.get(of);
    if (state === 'active') {
      if (!rulesOf(of).every(denied)) wrong.push(`${of} is active, and a packet of it comes in`);
    } else if (state !== 'waiting' && state !== 'unusable') wrong.push(`${of} is ${state}`);
    else if (state === 'unusable' && hasNumber(rulesOf(of), others)) wrong.push(`${of} is unusable, and may work`);
    else if (mayFit(model, of, entries, others, await quotaOf(world)))
      wrong.push(`${of} is ${state}, and there is room`);
  }
  for (const packet of PACKETS) {
    const isWished = live.some((of) => rulesOf(of).some((rule) => matchesRule(rule, packet)));
    const with_ = firstMatch(entries, packet)?.action;
    const without = firstMatch(others, packet)?.action;
    if (!isWished && with_ !== without)
      wrong.push(`${packet.from} ${packet.protocol}/${packet.port} is ${with_}, without us ${without}`);
  }
  for (const [of, state] of states)
    if (!model.claims.has(of) && state !== 'out') wrong.push(`${of} is lifted, and its target says ${state}`);
  for (const of of model.claims.keys())
    if (isGuarded(model, of) && states.get(of) !== 'failed') wrong.push(`${of} is guarded, and ${states.get(of)}`);
  if (wrong.length > 0)
    throw new Error(`${wrong.join('\n')}\nours ${JSON.stringify(ours)}\nstates ${JSON.stringify([...states])}`);
}

async function statesOf(model: Model, world: ModelWorld): Promise<Map<Address, string>> {
  const states = new Map<Address, string>();
  for (const record of await world.table.ledger().records.all()) {
    if (!record.block) continue;
    states.set(record.address, record.block.targets[world.target]?.state ?? 'nowhere');
    const isLive = record.block.ended === undefined;
    if (isLive !== model.claims.has(record.address)) throw new Error(`${record.address} is live: ${isLive}`);
  }
  for (const of of model.claims.keys()) if (!states.has(of)) throw new Error(`nothing is known of ${of}`);
  return states;
}

function scopesOf(model: Model, of: Address): Set<string> {
  const scopes = new Set((model.claims.get(of) ?? []).flatMap((claim) => claim.scopes));
  return scopes.has('all') ? new Set(['all']) : scopes;
}

function packetsOf(rule: Rule): Packet[] {
  return PACKETS.filter((packet) => matchesRule(rule, packet));
}

async function quotaOf({ deps, target, now }: ModelWorld): Promise<number> {
  const { learned } = readTargetData((await deps.ledger.leases.peek(target))?.data);
  const isFresh = learned !== undefined && now() - learned.at < 24 * 3_600_000;
  return isFresh ? Math.min(LIMITS.quota, learned.quota) : LIMITS.quota;
}

/** Whether each of these rules could work at some number of ours, were all of ours free. */
function hasNumber(rules: readonly Rule[], others: readonly Entry[]): boolean {
  const { first, last } = LIMITS.numbers;
  return rules.every((rule) => {
    for (let number = first; number <= last; number += 1) {
      if (others.some((each) => letsThrough(each, rule) && each.ruleNumber <= number)) return false;
      if (!others.some((each) => each.ruleNumber === number)) return true;
    }
    return false;
  });
}

/** Whether a waiting block could be put beside everything that is there. */
function mayFit(
  model: Model,
  of: Address,
  entries: readonly Entry[],
  others: readonly Entry[],
  quota: number,
): boolean {
  const claims = model.claims.get(of) ?? [];
  const isPinned = claims.some((claim) => claim.until === null || !claim.by.startsWith('rule:'));
  const kept = isPinned ? 0 : LIMITS.keptForPeople;
  const rules = rulesFor(of, [...scopesOf(model, of)]);
  if (entries.length + rules.length + kept > quota) return false;
  const bound = Math.min(
    ...rules.flatMap((rule) => others.filter((each) => letsThrough(each, rule)).map((each) => each.ruleNumber)),
  );
  const taken = new Set(entries.map((entry) => entry.ruleNumber));
  const { first, last } = LIMITS.numbers;
  let free = 0;
  for (let number = first; number <= last && number < bound; number += 1) if (!taken.has(number)) free += 1;
  return free >= rules.length + kept;
}

function isAsSaid(
  entry: Entry,
  said: {
    CidrBlock?: string | undefined;
    Ipv6CidrBlock?: string | undefined;
    Protocol?: string | undefined;
    RuleAction?: string | undefined;
  },
): boolean {
  const cidr = said.CidrBlock ?? said.Ipv6CidrBlock;
  return (
    entry.cidr === cidr && entry.protocol === (said.Protocol ?? '-1') && entry.action === (said.RuleAction ?? 'deny')
  );
}
