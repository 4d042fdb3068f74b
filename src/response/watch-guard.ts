import { guardDoubt } from '../decision/guard.ts';
import type { GuardNews } from '../ledger/guard-store.ts';
import type { Deps } from './deps.ts';
import { loadGuard, refreshGuard } from './load-guard.ts';

/**
 * Reads the never-block list anew when it is due, and tells the channel once when automatic blocking stops for want of it,
 * and once when it works again.
 */
export async function watchGuard(deps: Deps): Promise<void> {
  const refreshed = await refreshGuard(deps);
  const guard = await loadGuard(deps);
  const doubt = guardDoubt(guard, deps.clock.now());
  const before = await deps.ledger.guard.news();
  if (before && !before.isSaid) await say(deps, before, wordsOf(before, guard.readAt, refreshed), true);
  if ((before?.isInDoubt ?? false) === (doubt !== undefined)) return;
  const id = `never-block-${doubt === undefined ? 'back' : 'doubt'}-${guard.readAt ?? 'unread'}-${deps.clock.now()}`;
  const news: GuardNews = { id, isInDoubt: doubt !== undefined, isSaid: false };
  if (!(await deps.ledger.guard.setNews(news, before && { ...before, isSaid: true }))) return;
  await say(deps, news, wordsOf(news, guard.readAt, refreshed), false);
}

/*
 *   the news, not said yet ──▶ its notice ──▶ the news, said
 *
 * After a stop in between the notice is stored once more under its name, marked as one that may be in the channel already:
 * the sender looks for it there before posting.
 */
async function say(deps: Deps, news: GuardNews, text: string, isAgain: boolean): Promise<void> {
  const notice = { id: news.id, at: deps.clock.now(), text, ...(isAgain ? { posting: true } : {}) };
  await deps.ledger.notices.add(deps.channel, notice);
  await deps.ledger.guard.setNews({ ...news, isSaid: true }, news);
  deps.wake.announce();
}

function wordsOf(
  news: GuardNews,
  readAt: number | undefined,
  refreshed: Awaited<ReturnType<typeof refreshGuard>>,
): string {
  const when = readAt === undefined ? 'was never read yet' : `was last read ${utc(readAt)}`;
  if (!news.isInDoubt) return `:white_check_mark: The never-block list can be read again. Automatic blocking goes on.`;
  const why = refreshed.kind === 'failed' ? ` It cannot be read anew: ${refreshed.why}.` : '';
  return `:warning: Nothing is blocked automatically any more: the never-block list ${when}, and an old list may miss what is yours by now.${why} Alerts are asked about; people can block. Check that AISM reaches EC2 in every region that has a target, and that its role may read what docs/configuration.md lists. It tries again each minute.`;
}

function utc(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
