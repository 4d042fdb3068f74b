import { withoutUser } from '../build-view.ts';
import { newId } from '../identifiers.ts';
import type { JsonObject } from '../json-value.ts';
import type { Delivery } from '../types.ts';
import { APP_ID, BOT, directMessage, TEAM, VERIFICATION_TOKEN } from '../world.ts';
import { type Deliverer, deliveryOf, personOf } from './deliverer.ts';
import type { Answer } from './transport.ts';

/** A person opens the app's Home tab: https://docs.slack.dev/reference/events/app_home_opened */
export async function home(input: { user: string }, deliverer: Deliverer): Promise<Delivery> {
  const { workspace } = deliverer;
  const person = personOf(input.user);
  const view = workspace.store.home(person.id);
  const responses = workspace.audience.begin(person.id);
  const answer = await sendEvent(deliverer, {
    type: 'app_home_opened',
    user: person.id,
    channel: directMessage(person.id),
    tab: 'home',
    ...(view ? { view: withoutUser(view) } : {}),
    event_ts: workspace.store.timestamps.next(),
  });
  return deliveryOf(answer, responses, ({ failure }) => `the event was not taken (${failure})`);
}

/** Sends an event, and again later if the bot did not take it: https://docs.slack.dev/apis/events-api#error-handling */
async function sendEvent(deliverer: Deliverer, event: JsonObject): Promise<Answer> {
  const { workspace, transport, retryDelaysMs, later } = deliverer;
  const payload = {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    context_team_id: TEAM.id,
    api_app_id: APP_ID,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(workspace.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: TEAM.id, user_id: BOT.user, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };

  const again = (failed: Answer, num: number): void => {
    const delay = retryDelaysMs[num - 1];
    if (failed.failure === undefined || failed.noRetry || delay === undefined) return;
    const reason = failed.failure;
    later(delay, async () => again(await transport.send('events_api', payload, { num, reason }), num + 1));
  };
  const first = await transport.send('events_api', payload);
  again(first, 1);
  return first;
}
