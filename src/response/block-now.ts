import { type Address, display } from '../address/address.ts';
import { addClaim, blockState, isPinned, liveBlock, wishedScopes } from '../ledger/block.ts';
import type { Block } from '../ledger/record.ts';
import type { Deps } from './deps.ts';
import { previewTarget } from './preview-target.ts';
import { whyExempted } from './why-exempted.ts';

export type BlockNowAnswer =
  | {
      kind: 'wanted';
      block: Block;
      /** Whose rules make room. */
      instead: string[];
      /** Targets where nobody can make room, and why. */
      full: Array<{ target: string; why: string }>;
      /** Targets that could not be looked at. */
      unknown: string[];
    }
  | { kind: 'already-wanted' | 'not-waiting'; block: Block }
  | { kind: 'not-blocked'; last: Block | undefined }
  /** It is on the never-block list or the allowlist by now: reconcile leaves it out, whoever wants it. */
  | { kind: 'exempted'; why: string };

/**
 * A person wants what waits for a slot: then it is before every automatic block and behind the wishes of people that are
 * older. Nothing higher makes room; the answer tells who does, or that nobody can.
 */
export async function blockNow(deps: Deps, request: { address: Address; by: string }): Promise<BlockNowAnswer> {
  const { address, by } = request;
  const [record, exempted] = await Promise.all([deps.ledger.records.get(address), whyExempted(deps, address)]);
  const waits = waitingIn(record.block);
  const before = await waitersOf(deps, waits);
  const { result } = await deps.ledger.records.change(address, (draft): BlockNowAnswer => {
    const live = liveBlock(draft);
    if (!live) return { kind: 'not-blocked', last: draft.block };
    if (isPinned(draft)) return { kind: 'already-wanted', block: live };
    if (blockState(live) !== 'waiting') return { kind: 'not-waiting', block: live };
    if (exempted) return { kind: 'exempted', why: exempted };
    const { placed, until, severity, why } = live;
    const where = { targets: placed ?? deps.targets, ...(placed ? { placed } : {}) };
    const claim = { by, scopes: wishedScopes(draft), until, why: `a person wants it now: ${why}` };
    const { block } = addClaim(draft, claim, { now: deps.clock.now(), ...where, severity });
    // Of people's blocks the oldest go first: one that never got a slot puts out none that people wanted before.
    block.since = deps.clock.now();
    return { kind: 'wanted', block, instead: [], full: [], unknown: [] };
  });
  // Before the targets are woken, for afterwards nobody would wait for it any more.
  const answer = result.kind === 'wanted' ? { ...result, ...(await foresee(deps, address, before)) } : result;
  deps.wake.reconcile();
  deps.wake.announce();
  deps.wake.bookkeeping();
  return answer;
}

function waitingIn(block: Block | undefined): string[] {
  const targets = Object.entries(block?.targets ?? {});
  return targets.filter(([, { state }]) => state === 'waiting').map(([target]) => target);
}

/** Who finds no room in a target, and why; undefined when that could not be told. */
type Waiters = Map<string, string> | undefined;

async function waitersOf(deps: Deps, targets: readonly string[]): Promise<Map<string, Waiters>> {
  const looks = targets.map(async (target): Promise<[string, Waiters]> => {
    try {
      const preview = await previewTarget(deps, target);
      if (preview.kind === 'trouble') return [target, undefined];
      return [target, new Map(preview.waiting.map(({ address, why }) => [address, why]))];
    } catch (error) {
      // It is wanted all the same; only who makes room is not told.
      deps.log.warn({ err: error, target }, 'who makes room in a target could not be foreseen');
      return [target, undefined];
    }
  });
  return new Map(await Promise.all(looks));
}

async function foresee(deps: Deps, address: Address, before: Map<string, Waiters>) {
  const after = await waitersOf(deps, [...before.keys()]);
  const name = display(address);
  const instead = new Set<string>();
  const full: Array<{ target: string; why: string }> = [];
  const unknown: string[] = [];
  for (const [target, now] of after) {
    const then = before.get(target);
    if (!now || !then) {
      unknown.push(target);
      continue;
    }
    const why = now.get(name);
    if (why !== undefined) full.push({ target, why });
    for (const other of now.keys()) if (other !== name && !then.has(other)) instead.add(other);
  }
  return { instead: [...instead], full, unknown };
}
