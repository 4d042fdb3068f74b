import { createIntake, type Intake } from './intake.ts';
import type { AddressRecord } from './ledger/record.ts';
import { createLoop, type Loop } from './loop.ts';
import { announce } from './response/announce.ts';
import type { Announcer } from './response/announcer.ts';
import { tellLate } from './response/collect-late.ts';
import type { Deps, Wake } from './response/deps.ts';
import { keepAutomatic } from './response/keep-automatic.ts';
import { keepBooks } from './response/keep-books.ts';
import { keepLists } from './response/keep-lists.ts';
import { reconcile } from './response/reconcile.ts';
import { reportDue } from './response/report-due.ts';
import { respondToAlerts } from './response/respond-to-alerts.ts';
import { watchGuard } from './response/watch-guard.ts';

/** More rounds in a row than this mean that the same work comes back; the tick goes on with it. */
const ROUNDS = 200;
/** The first wait after a failure. Milliseconds. */
const SOON_MS = 1000;
/** The longest that a timer waits before it looks again. Milliseconds. */
const LATEST_MS = 60_000;
/**
 * So long the cards and the books of an alert let its rule go ahead: a pass takes a fraction of it unless EC2 is slow or
 * silent, and nobody notices such a delay of a card. Milliseconds.
 */
const HEAD_START_MS = 150;

/** The work of one process: woken by hints, and by the tick whatever was hinted. */
export interface Worker {
  wake: Wake;
  /** Does everything that is due now, and waits for it; the never-block list is read anew beside it. */
  tick(): Promise<void>;
  /** Settles when nothing is running but the never-block list's reading. */
  idle(): Promise<void>;
  /** Settles when the never-block list is not being read anew any more. */
  guardIsRead(): Promise<void>;
  /** No more timers; what runs is finished. */
  stop(): Promise<void>;
  isStopping(): boolean;
  /** When the last tick ended, by the machine's clock. */
  lastTick(): number | undefined;
}

/** `deps` is asked for late, since it holds this worker's own `wake`. */
export function createWorker(
  getDeps: () => Deps,
  getAnnouncer: () => Announcer,
  intake: Intake = createIntake(),
): Worker {
  const timers = new Set<NodeJS.Timeout>();
  let isStopped = false;
  let lastTick: number | undefined;

  function later(ms: number, loop: Loop): NodeJS.Timeout | undefined {
    if (isStopped) return undefined;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        loop.wake();
      },
      Math.min(Math.max(ms, 50), LATEST_MS),
    );
    timer.unref();
    timers.add(timer);
    return timer;
  }

  /** A loop that tries again soon after a failure, then less and less often: one lost call must not cost a minute. */
  function trying(what: string, job: () => Promise<void>): Loop {
    let wait = SOON_MS;
    let retry: NodeJS.Timeout | undefined;
    const loop: Loop = createLoop(
      async () => {
        await job();
        wait = SOON_MS;
      },
      (error) => {
        getDeps().log.error({ err: error }, `${what} failed; it is tried again`);
        if (retry && timers.has(retry)) return;
        retry = later(wait, loop);
        wait = Math.min(wait * 2, LATEST_MS);
      },
    );
    return loop;
  }

  const alerts = trying('working the inbox', async () => {
    for (let round = 0; !isStopped; round += 1) {
      await intake.lull();
      const left = await respondToAlerts(getDeps());
      if (left === 'nothing') return;
      if (left === 'failed' || round === ROUNDS) throw new Error('alerts are left');
    }
  });

  const bookkeeping = trying('bookkeeping', async () => {
    for (let round = 0; round < ROUNDS && (await keepBooks(getDeps())) > 0; round += 1);
  });

  const targets = new Map<string, Loop>();
  /** Changes of records that are under way, for which the targets were woken. */
  const changing = new Set<Promise<readonly AddressRecord[]>>();
  function targetLoop(target: string): Loop {
    const known = targets.get(target);
    if (known) return known;
    const loop: Loop = trying('reconcile', async () => {
      const done = await reconcile(getDeps(), target, [...changing]);
      if (done.kind === 'busy') later(done.until - getDeps().wall() + 100, loop);
      if (done.kind === 'trouble')
        getDeps().log.warn({ target, why: done.why }, 'reconcile could not finish; the next tick tries again');
    });
    targets.set(target, loop);
    return loop;
  }

  const announcing: Loop = trying('announcing', async () => {
    const said = await announce(getDeps(), getAnnouncer());
    if (said.kind === 'later' && said.afterMs !== undefined) later(said.afterMs, announcing);
    if (said.kind === 'busy') later(1000, announcing);
    if (said.kind === 'done' && said.nextAt !== undefined) later(said.nextAt - getDeps().clock.now(), announcing);
  });

  // Apart from the others: a region that does not answer holds it up for many seconds.
  const guarding = trying('reading the never-block list', () => watchGuard(getDeps()));

  const wakeTargets = (change?: Promise<readonly AddressRecord[]>) => {
    if (change !== undefined) {
      changing.add(change);
      const over = () => void changing.delete(change);
      change.then(over, over);
    }
    for (const target of getDeps().targets) targetLoop(target).wake();
  };

  const wakeUnlessStopped = (wake: () => void) => () => {
    if (!isStopped) wake();
  };

  async function idle(): Promise<void> {
    const loops = () => [alerts, ...targets.values(), bookkeeping, announcing];
    while (loops().some((loop) => loop.isRunning())) await Promise.all(loops().map((loop) => loop.idle()));
  }

  async function rulesFirst(): Promise<void> {
    const { promise: isLate, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, HEAD_START_MS);
    await Promise.race([isLate, Promise.all([...targets.values()].map((loop) => loop.idle()))]);
    clearTimeout(timer);
  }

  /** What is told by the tick alone. One that fails keeps neither the others nor the tick. */
  async function tellDue(): Promise<void> {
    const deps = getDeps();
    for (const told of await Promise.allSettled([keepAutomatic(deps), tellLate(deps), reportDue(deps)]))
      if (told.status === 'rejected')
        deps.log.error({ err: told.reason }, 'what is due could not be told; the next tick tries again');
  }

  let ticks: Promise<unknown> = Promise.resolve();
  async function tick(): Promise<void> {
    if (isStopped) return;
    if (!guarding.isRunning()) guarding.wake();
    alerts.wake();
    bookkeeping.wake();
    await Promise.all([alerts.idle(), bookkeeping.idle()]);
    await tellDue();
    if (isStopped) return;
    // Behind the alerts: what was decided before an exemption was known is lifted before the targets are looked after.
    await keepLists(getDeps()).catch((error: unknown) =>
      getDeps().log.error({ err: error }, 'the allowlist could not be looked after; the next tick tries again'),
    );
    if (isStopped) return;
    wakeTargets();
    announcing.wake();
    await idle();
    lastTick = getDeps().wall();
  }

  return {
    wake: {
      alerts: wakeUnlessStopped(alerts.wake),
      reconcile: (change) => wakeUnlessStopped(() => wakeTargets(change))(),
      bookkeeping: wakeUnlessStopped(bookkeeping.wake),
      announce: wakeUnlessStopped(announcing.wake),
      rulesFirst,
    },
    tick() {
      const ticking = tick();
      ticks = Promise.allSettled([ticks, ticking]);
      return ticking;
    },
    idle,
    guardIsRead: () => guarding.idle(),
    async stop() {
      isStopped = true;
      for (const timer of timers) clearTimeout(timer);
      await ticks;
      await guarding.idle();
      await idle();
    },
    isStopping: () => isStopped,
    lastTick: () => lastTick,
  };
}
