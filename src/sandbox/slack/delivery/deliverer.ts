import type { JsonObject } from '../json-value.ts';
import { NotPossibleError } from '../slack-error.ts';
import type { Delivery } from '../types.ts';
import type { Workspace } from '../workspace.ts';
import { APP_ID, channelBy, type Person, personBy, TEAM, VERIFICATION_TOKEN } from '../world.ts';
import type { Answer, Transport } from './transport.ts';

/** What the deliveries need: the workspace, and the way to the bot. */
export interface Deliverer {
  workspace: Workspace;
  transport: Transport;
  /** When an unanswered event is sent again, milliseconds after each failure. */
  retryDelaysMs: readonly number[];
  /** Runs later, unless the server was closed. */
  later(ms: number, run: () => Promise<void>): void;
}

export function personOf(id: string): Person {
  const person = personBy(id);
  if (!person) throw new NotPossibleError(`there is no person ${id}`);
  return person;
}

/** What every interaction payload says of who, in which app, in which workspace. */
export function interactionBase(person: Person): JsonObject {
  return {
    team: { id: TEAM.id, domain: TEAM.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: TEAM.id },
    api_app_id: APP_ID,
    token: VERIFICATION_TOKEN,
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function channelField(id: string): JsonObject {
  return { id, name: channelBy(id)?.name ?? '' };
}

/** The delivery as the caller gets it; `trouble` says what Slack shows for a failure. */
export function deliveryOf(answer: Answer, responses: unknown[], trouble: (answer: Answer) => string): Delivery {
  return {
    ack: answer.body,
    status: answer.status,
    responses,
    ms: answer.ms,
    ...(answer.failure ? { error: trouble(answer) } : {}),
  };
}
