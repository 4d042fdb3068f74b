import { isObject, type JsonObject } from '../json-value.ts';
import { answer as answerTarget, type Target } from '../response-urls.ts';
import { SlackError } from '../slack-error.ts';
import type { Delivery } from '../types.ts';
import { APP_ID, COMMAND, channelBy, HOME_CHANNEL, TEAM, VERIFICATION_TOKEN } from '../world.ts';
import { type Deliverer, deliveryOf, personOf } from './deliverer.ts';
import type { Answer } from './transport.ts';

/** A person types `/aism <text>` in the security channel: https://docs.slack.dev/interactivity/implementing-slash-commands */
export async function command(input: { text: string; user: string }, deliverer: Deliverer): Promise<Delivery> {
  const { workspace, transport } = deliverer;
  const person = personOf(input.user);
  const responses = workspace.audience.begin(person.id);
  const target: Target = { user: person.id, channel: HOME_CHANNEL, responses };
  const answer = await transport.send('slash_commands', {
    token: VERIFICATION_TOKEN,
    team_id: TEAM.id,
    team_domain: TEAM.domain,
    channel_id: HOME_CHANNEL,
    channel_name: channelBy(HOME_CHANNEL)?.name ?? '',
    user_id: person.id,
    user_name: person.name,
    command: COMMAND,
    text: input.text.trim(),
    api_app_id: APP_ID,
    is_enterprise_install: 'false',
    response_url: workspace.urlOf(workspace.responseUrls.create(target)),
    trigger_id: workspace.triggers.issue(person.id),
  });
  const delivery = deliveryOf(answer, responses, trouble);
  const error = answer.failure ? undefined : showAck(answer.body, target, deliverer);
  return error === undefined ? delivery : { ...delivery, error };
}

/** The body of the bot's answer is a message, private unless it says `in_channel`. */
function showAck(body: unknown, target: Target, { workspace }: Deliverer): string | undefined {
  const message: JsonObject = isObject(body) ? body : { text: String(body) };
  if (Object.keys(message).length === 0 || message['text'] === '') return undefined;
  // The ack is told apart from the responses, but what replaces "the original" replaces it.
  const shown: Target = { ...target, responses: [] };
  try {
    answerTarget(workspace.store, shown, message);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return `${COMMAND} failed with the error "invalid_command_response" (${error.code})`;
  }
  if (shown.original !== undefined) target.original ??= shown.original;
  return undefined;
}

function trouble({ failure }: Answer): string {
  return failure === 'http_timeout'
    ? `${COMMAND} failed because the app did not respond (operation_timeout)`
    : `${COMMAND} failed with the error "dispatch_failed"`;
}
