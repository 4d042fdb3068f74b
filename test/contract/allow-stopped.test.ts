import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Address } from '../../src/address/address.ts';
import { addClaim, liveBlock } from '../../src/ledger/block.ts';
import { LedgerUnavailableError } from '../../src/ledger/errors.ts';
import { type AllowRequest, allowAddress } from '../../src/response/allow-address.ts';
import { keepLists } from '../../src/response/keep-lists.ts';
import { reconcile } from '../../src/response/reconcile.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, startLedgerTable, type Tap } from '../support/ledger-table.ts';
import { memoryFirewall, storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OWN = address('203.0.113.9');
const WIDE = address('203.0.113.0/24');
const OTHER = address('192.0.2.1');
const REQUEST: AllowRequest = { cidr: OWN, by: 'U_ANALYST', forMs: 24 * HOUR, why: 'our scanner' };

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

const at = (moment: number, tap?: Tap) => storyDeps(table.ledger(tap), { clock: { now: () => moment } });

async function block(...addresses: Address[]): Promise<void> {
  for (const each of addresses)
    await table.ledger().records.change(each, (draft) => {
      const claim = { by: 'rule:ssh', scopes: ['all'], until: NOW + HOUR, why: 'test' };
      addClaim(draft, claim, { now: NOW, targets: ['acl-1'], severity: 'high' });
    });
}

async function blocked(...addresses: Address[]): Promise<Address[]> {
  const records = await table.ledger().records.getMany(addresses);
  return records.filter((record) => liveBlock(record)).map((record) => record.address);
}

async function toldOf(cidr: Address): Promise<string[]> {
  return (await table.ledger().actions.of(cidr, 100)).map((action) => action.kind);
}

describe('invariant 1: stopped while an address is put on the allowlist', () => {
  // Every write of the story is one stop: the entry, two records, their pointers, the copies, the cleared outbox.
  test.each(Array.from({ length: 16 }, (_, stop) => stop))(
    'before write %i: the tick lifts what it covers, told once',
    async (stop) => {
      await block(OWN, WIDE, OTHER);
      let writes = 0;
      const tap: Tap = (name) => {
        if (/^(BatchGet|Get|Query)/.test(name)) return;
        writes += 1;
        if (writes > stop) throw new Error('killed');
      };

      await allowAddress(at(NOW, tap), REQUEST).catch(() => undefined);
      const isStored = (await table.ledger().allowlist.entries()).length === 1;
      await keepLists(at(NOW + MINUTE));
      await keepLists(at(NOW + 2 * MINUTE));

      expect(isStored).toBe(stop > 0);
      expect(await blocked(OWN, WIDE, OTHER)).toEqual(isStored ? [OTHER] : [OWN, WIDE, OTHER]);
      expect(await toldOf(OWN)).toEqual(isStored ? ['allow'] : []);
      expect((await table.ledger().allowlist.kept()).flatMap(({ outbox }) => outbox)).toEqual([]);
    },
  );

  test('whoever asked is told that it stands, and that the blocks are lifted later', async () => {
    await block(OWN);
    const tap: Tap = (name, input) => {
      if (name === 'PutItem' && JSON.stringify(input).includes('"STATE"')) throw new Error('no answer');
    };

    const answer = await allowAddress(at(NOW, tap), REQUEST);

    expect(answer).toMatchObject({ kind: 'allowed', lifted: undefined });
    expect(await blocked(OWN)).toEqual([OWN]);
    await keepLists(at(NOW + MINUTE));
    expect(await blocked(OWN)).toEqual([]);
  });

  test('and that it does not, where the entry itself could not be stored', async () => {
    const tap: Tap = (name) => {
      if (name === 'PutItem') throw new Error('no answer');
    };

    await expect(allowAddress(at(NOW, tap), REQUEST)).rejects.toThrow(LedgerUnavailableError);
  });
});

describe('what was decided before an exemption was known', () => {
  test('ends lifted: the tick looks again until everything of that time is written', async () => {
    await allowAddress(at(NOW), REQUEST);

    await block(OWN);
    await keepLists(at(NOW + 9 * MINUTE));
    expect(await blocked(OWN)).toEqual([]);

    await block(WIDE);
    await keepLists(at(NOW + 11 * MINUTE));
    expect(await blocked(WIDE)).toEqual([]);
  });

  test('after that an entry costs the tick one look at the list', async () => {
    await allowAddress(at(NOW), REQUEST);
    await keepLists(at(NOW + 11 * MINUTE));
    const calls: string[] = [];

    await keepLists(at(NOW + 12 * MINUTE, (name, input) => void calls.push(`${name} ${JSON.stringify(input)}`)));

    expect(calls.filter((call) => !call.includes('LIST#'))).toEqual([]);
  });

  test('invariant 4: is not in the firewall meanwhile', async () => {
    await block(OWN, OTHER);
    const firewall = memoryFirewall([]);
    const deps = { ...at(NOW), firewall };
    await reconcile(deps, 'acl-1');
    expect(firewall.entries.map((entry) => entry.cidr)).toEqual([OTHER, OWN].toSorted());

    await table.ledger().allowlist.change(OWN, (draft) => {
      draft.entry = { cidr: OWN, by: 'U_ANALYST', at: NOW, until: NOW + HOUR, why: 'ours', isApplied: false };
    });
    await reconcile(deps, 'acl-1');

    expect(firewall.entries.map((entry) => entry.cidr)).toEqual([OTHER]);
    const shown = (await table.ledger().records.get(OWN)).block?.targets['acl-1'];
    expect(shown).toMatchObject({ state: 'failed', note: '203.0.113.9 is never blocked: on the allowlist: ours' });
  });
});

test('of hundreds of live blocks exactly the covered ones are lifted', async () => {
  const all = Array.from({ length: 400 }, (_, index) => address(`11.22.${Math.floor(index / 250)}.${index % 250}`));
  for (let from = 0; from < all.length; from += 50)
    await Promise.all(all.slice(from, from + 50).map((each) => block(each)));

  const { lifted } = await allowAddress(at(NOW), { ...REQUEST, cidr: address('11.22.4.0/23') });

  const inside = all.filter((each) => /^11\.22\.(4|5)\./.test(each));
  expect(new Set(lifted)).toEqual(new Set(inside));
  expect(await blocked(...all)).toEqual(all.filter((each) => !inside.includes(each)));
}, 120_000);
