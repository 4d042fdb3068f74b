import { randomUUID } from 'node:crypto';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';
import { type Answer, send } from './http-send.ts';
import { type State, stateSchema } from './sandbox-state.ts';

/** Posts one new alert on an address to the webhook. */
export function postAlert(facts: SandboxFacts, address: string, rule = 'web-scan'): Promise<Answer> {
  const body = { aism_ip: address, aism_rule: rule, _index: 'filebeat', _id: randomUUID() };
  return send(facts.alerts, body, { authorization: `Bearer ${facts.webhookToken}` });
}

/** `POST /sandbox/<path>`. */
export function ask(facts: SandboxFacts, path: string, body: unknown): Promise<Answer> {
  return send(`${facts.page}sandbox/${path}`, body);
}

/** `GET /sandbox/state`. */
export async function stateOf(facts: SandboxFacts): Promise<State> {
  return stateSchema.parse(await (await fetch(`${facts.page}sandbox/state`)).json());
}

/** What our Network ACL denies inbound besides everything. */
export function deniesIn(state: State, facts: SandboxFacts): string[] {
  const acl = state.networkAcls.find((each) => each.NetworkAclId === facts.networkAclId);
  const denies = acl?.Entries.filter((entry) => !entry.Egress && entry.RuleAction === 'deny') ?? [];
  return denies
    .filter((entry) => entry.RuleNumber < 32767)
    .map((entry) => entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '');
}

/** The cards in the channel of this rule and address. */
export function cardsIn(state: State, address: string) {
  return state.messages.filter((message) => message.metadata?.event_payload.card.startsWith(`${address}/32|`));
}
