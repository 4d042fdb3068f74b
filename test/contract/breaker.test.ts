import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { reserve } from '../../src/decision/breaker.ts';
import { dynamodbLedger } from '../../src/ledger/dynamodb/dynamodb-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { pauseAutomatic } from '../../src/response/pause-automatic.ts';
import { address } from '../support/address.ts';
import { type LedgerTable, RETENTION, startLedgerTable } from '../support/ledger-table.ts';
import { storyDeps } from '../support/story-deps.ts';

const NOW = 1_795_500_000_000;
const LIMITS = { blocks: 20, addresses: 50, window: 600_000, surge: 10 };

let table: LedgerTable;
beforeAll(async () => {
  table = await startLedgerTable();
});
beforeEach(() => table.clear());
afterAll(() => table.close());

const attacker = (number: number) => address(`198.51.100.${number}`);
const ask = (ledger: Ledger, number: number) =>
  ledger.automatic.change((draft) => reserve(draft, { address: attacker(number), rule: 'ssh', at: NOW }, LIMITS));

describe('leave to block', () => {
  test('that three processes ask for at once is given as often as the limit says, and one of them trips it', async () => {
    const processes = [table.ledger(), table.ledger(), table.ledger()];
    const asked = Array.from({ length: 60 }, (_, number) => ask(processes[number % 3] as Ledger, number + 1));

    const answers = await Promise.all(asked);

    expect(answers.filter(({ kind }) => kind === 'ok')).toHaveLength(20);
    expect(answers.filter((answer) => answer.kind === 'off' && answer.tripped)).toHaveLength(1);
    expect((await table.ledger().automatic.read()).recent).toHaveLength(20);
  });

  test('that is asked for again, by whichever process, gets the same answer and counts once', async () => {
    const [one, other] = [table.ledger(), table.ledger()];
    for (let number = 1; number <= 20; number += 1) await ask(one, number);
    for (let number = 1; number <= 20; number += 1) expect(await ask(other, number)).toEqual({ kind: 'ok' });
    expect(await ask(other, 21)).toMatchObject({ kind: 'off', tripped: true });
    expect(await ask(one, 21)).toMatchObject({ kind: 'off', tripped: false });
    expect(await ask(one, 20)).toEqual({ kind: 'ok' });
    expect((await one.automatic.read()).recent).toHaveLength(20);
  });

  test('is one write for many that ask at once, and costs no reading', async () => {
    const calls: string[] = [];
    const ledger = table.ledger((name) => void calls.push(name));
    await ask(ledger, 1);
    calls.length = 0;

    await Promise.all([2, 3, 4, 5, 6, 7, 8, 9].map((number) => ask(ledger, number)));

    expect(calls).toEqual(['PutItem']);
  });

  test('is given once though the answer to the write was lost, and a pause is then told as made', async () => {
    const client = table.client();
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'PutItemCommand') await next(args).catch(() => undefined);
          return next(args);
        },
      { step: 'build' },
    );
    const ledger = dynamodbLedger({ client, table: table.name, retention: RETENTION, wall: () => NOW });

    expect(await ask(ledger, 1)).toEqual({ kind: 'ok' });
    expect(await ledger.automatic.read()).toMatchObject({ rev: 1, recent: [{ address: attacker(1) }] });
    const request = { by: 'U1', forMs: null, why: '' };
    expect(await pauseAutomatic(storyDeps(ledger), request)).toMatchObject({ kind: 'paused' });
  });

  test('is refused where another process paused meanwhile', async () => {
    const [one, other] = [table.ledger(), table.ledger()];
    await ask(one, 1);
    await other.automatic.change((draft) => {
      draft.pause = { by: 'U1', at: NOW, until: null, why: '' };
    });

    expect(await ask(one, 1)).toMatchObject({ kind: 'off' });
    expect(await ask(one, 2)).toMatchObject({ kind: 'off' });
  });

  test('an edit that fails fails alone for its process, and the next one goes through', async () => {
    const ledger = table.ledger();
    const failing = ledger.automatic.change(() => {
      throw new Error('a wrong edit');
    });
    await expect(failing).rejects.toThrow('a wrong edit');
    expect(await ask(ledger, 1)).toEqual({ kind: 'ok' });
  });
});

describe('the addresses that a rule fires on', () => {
  const count = (ledger: Ledger, numbers: number[], at: number, more: { from?: number; rule?: string } = {}) =>
    ledger.firing.count({
      rule: 'ssh',
      addresses: numbers.map(attacker),
      at,
      windowMs: LIMITS.window,
      most: LIMITS.addresses,
      from: 0,
      ...more,
    });

  test('are counted together for all processes, each once', async () => {
    const [one, other] = [table.ledger(), table.ledger()];

    expect(await count(one, [1, 2, 3], NOW)).toBe(3);
    expect(await count(one, [2, 3], NOW)).toBe(3);
    expect(await count(other, [3, 4], NOW + 1000)).toBe(4);
    expect(await count(one, [5], NOW + 2000)).toBe(5);
    expect(await count(one, [6], NOW, { rule: 'web' })).toBe(1);
  });

  test('that are known cost nothing', async () => {
    const calls: string[] = [];
    const ledger = table.ledger((name) => void calls.push(name));
    await count(ledger, [1, 2, 3], NOW);
    calls.length = 0;

    await count(ledger, [1, 2, 3], NOW + 10);

    expect(calls).toEqual([]);
  });

  test('count for the window, about', async () => {
    const [one, other] = [table.ledger(), table.ledger()];
    await count(one, [1, 2], NOW);

    expect(await count(one, [3], NOW + 0.8 * LIMITS.window)).toBe(3);
    expect(await count(other, [4], NOW + 1.1 * LIMITS.window)).toBe(2);
    expect(await count(one, [4], NOW + 1.1 * LIMITS.window)).toBe(2);
  });

  test('are not gathered far beyond the limit, and begin anew where that is asked', async () => {
    const ledger = table.ledger();
    const crowd = Array.from({ length: 200 }, (_, number) => number + 1);

    expect(await count(ledger, crowd, NOW)).toBe(LIMITS.addresses + 1);
    expect(await count(ledger, crowd.slice(100), NOW)).toBe(LIMITS.addresses + 1);
    expect(await count(ledger, [1], NOW, { from: NOW })).toBe(1);
  });
});
