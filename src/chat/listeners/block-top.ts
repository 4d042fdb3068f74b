import type { ButtonAction, OverflowAction } from '@slack/bolt';
import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { blockTop } from '../../response/block-top.ts';
import { sayBlockTop } from '../say-block-top.ts';
import { readStormValue } from '../storm-value.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** "Block top 10" on a storm's digest, by its button or for longer by its menu. */
export function blockTopClicked(listener: ListenerDeps) {
  return onClick<ButtonAction | OverflowAction>(listener, 'block', async ({ user, action }) => {
    const value = action.type === 'overflow' ? action.selected_option.value : action.value;
    const read = readStormValue(value ?? '');
    const duration = read && parseDuration(read.duration);
    if (!read || !duration?.ok || duration.ms < SHORTEST_MS) return 'This button belongs to no digest that AISM knows.';
    return sayBlockTop(await blockTop(listener.deps, { ...read, by: user, forMs: duration.ms }));
  });
}
