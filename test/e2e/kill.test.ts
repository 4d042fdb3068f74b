import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ask, cardsIn, deniesIn, postAlert, stateOf } from '../support/by-hand.ts';
import { spawnSandbox } from '../support/spawned.ts';

const ROUNDS = 20;
const folder = mkdtempSync(join(tmpdir(), 'aism-kill-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('invariants 1 and 2: kill -9 right after a 2xx or a click, twenty times: nothing is lost, nothing is doubled', {
  timeout: 180_000,
}, async () => {
  // Only a process that ends in peace leaves its compiled code to the next ones.
  await (await spawnSandbox(join(folder, 'first'))).stop();
  // A start is little else than waiting for one processor: two are killed beside each other.
  await Promise.all([killing('even', 0, 2), killing('odd', 1, 2)]);
});

/** Blocks and undoes in turn, each killed at another moment after its answer, and looks what is left after a tick. */
async function killing(name: string, first: number, step: number): Promise<void> {
  const data = join(folder, name);
  const asked = new Set<string>();
  const blocked = new Set<string>();
  const undone = new Set<string>();

  let sandbox = await spawnSandbox(data);
  for (let round = first; round < ROUNDS; round += step) {
    const act = ((round - first) / step) % 4;
    if (act === 0 || asked.size === 0) {
      const address = `203.0.113.${10 + round}`;
      expect((await postAlert(sandbox.facts, address)).status).toBe(202);
      asked.add(address);
    } else if (act === 1) {
      const address = [...asked].find((each) => !blocked.has(each)) ?? '';
      const [card] = cardsIn(await stateOf(sandbox.facts), address);
      const click = { ts: card?.ts, action_id: 'block', user: 'U_ANALYST', waitMs: 0 };
      expect((await ask(sandbox.facts, 'click', click)).status).toBe(200);
      blocked.add(address);
    } else if (act === 2) {
      const address = `198.51.100.${10 + round}`;
      expect(
        (await ask(sandbox.facts, 'command', { text: `block ${address} 4h`, user: 'U_LEAD', waitMs: 0 })).status,
      ).toBe(200);
      blocked.add(address);
    } else {
      const address = [...blocked].find((each) => !undone.has(each)) ?? '';
      expect(
        (await ask(sandbox.facts, 'command', { text: `unblock ${address}`, user: 'U_LEAD', waitMs: 0 })).status,
      ).toBe(200);
      undone.add(address);
    }
    await new Promise((resolve) => setTimeout(resolve, (round * 7) % 60));
    await sandbox.kill();

    sandbox = await spawnSandbox(data);
    expect((await ask(sandbox.facts, 'tick', {})).status).toBe(200);

    const state = await stateOf(sandbox.facts);
    const wished = [...blocked].filter((address) => !undone.has(address)).map((address) => `${address}/32`);
    expect(deniesIn(state, sandbox.facts).sort()).toEqual(wished.sort());
    const live = state.blocks.filter((block) => block.state === 'active').map((block) => block.address);
    expect(live.sort()).toEqual(wished.sort());
    for (const address of new Set([...asked, ...blocked])) {
      expect(cardsIn(state, address), `cards of ${address}`).toHaveLength(1);
      const of = (kind: string) =>
        state.actions.filter((each) => each.kind === kind && each.address === `${address}/32`);
      expect(of('block')).toHaveLength(blocked.has(address) ? 1 : 0);
      expect(of('unblock')).toHaveLength(undone.has(address) ? 1 : 0);
      expect(of('alert')).toHaveLength(asked.has(address) ? 1 : 0);
    }
    expect(new Set(state.actions.map((action) => action.id)).size).toBe(state.actions.length);
  }
  await sandbox.kill();
}
