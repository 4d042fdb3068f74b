import type { OverflowAction } from '@slack/bolt';
import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import type { Act } from '../../decision/permissions.ts';
import { tooLong } from '../../decision/snooze-length.ts';
import { approveBlock } from '../../response/approve-block.ts';
import { ignoreAlerts } from '../../response/ignore-alerts.ts';
import { readChoiceValue } from '../card-value.ts';
import { sayBlockAnswer, sayIgnoreAnswer } from '../say-result.ts';
import { type ActionArgs, type ListenerDeps, onClick } from './listen.ts';
import { openAllowForm } from './open-allow-form.ts';
import { openBlockForm } from './open-block-form.ts';
import { openIgnoreForm } from './open-ignore-form.ts';

/** The choices of a card's overflow menu: what acts at once, and what opens a form. */
export function moreChosen(listener: ListenerDeps) {
  const act = durationChosen(listener);
  return async (args: ActionArgs<OverflowAction>): Promise<void> => {
    const choice = readChoiceValue(args.action.selected_option.value ?? '');
    switch (choice?.act) {
      case 'scope':
        return openIgnoreForm(listener, choice, args);
      case 'block-form':
        return openBlockForm(listener, 'block', choice, args);
      case 'extend-form':
        return openBlockForm(listener, 'extend', choice, args);
      case 'allow':
        return openAllowForm(listener, choice, args);
      default:
        return act(args);
    }
  };
}

function actOf({ selected_option }: OverflowAction): Act {
  return readChoiceValue(selected_option.value ?? '')?.act === 'block' ? 'block' : 'ignore';
}

function durationChosen(listener: ListenerDeps) {
  return onClick<OverflowAction>(listener, actOf, async ({ user, action }) => {
    const choice = readChoiceValue(action.selected_option.value ?? '');
    const duration = choice && parseDuration(choice.duration);
    if (!choice || !duration?.ok || duration.ms < SHORTEST_MS) return 'This choice belongs to no card that AISM knows.';
    const { address, episode, asOf } = choice;
    const request = { address, episode, asOf, by: user, forMs: duration.ms };
    if (choice.act === 'block') return sayBlockAnswer(address, await approveBlock(listener.deps, request));
    const long = tooLong(duration.ms, await listener.access.may(user, 'ignore-long'));
    return long
      ? `Not ignored so long: ${long}.`
      : sayIgnoreAnswer(address, await ignoreAlerts(listener.deps, request));
  });
}
