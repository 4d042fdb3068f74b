import { z } from 'zod';

const messageSchema = z.looseObject({
  ts: z.string(),
  text: z.string(),
  user: z.string(),
  blocks: z.array(z.looseObject({ type: z.string() })).optional(),
  metadata: z.object({ event_payload: z.looseObject({ card: z.string() }) }).optional(),
  ephemeral_to: z.string().optional(),
});
const entrySchema = z.looseObject({
  RuleNumber: z.number(),
  RuleAction: z.string(),
  Protocol: z.string(),
  Egress: z.boolean(),
  CidrBlock: z.string().optional(),
  Ipv6CidrBlock: z.string().optional(),
});
const claimSchema = z.looseObject({ by: z.string(), until: z.string().nullable(), scopes: z.array(z.string()) });
const targetSchema = z.looseObject({
  id: z.string(),
  state: z.string(),
  ruleNumbers: z.array(z.number()),
  note: z.string().optional(),
});
const blockSchema = z.looseObject({
  id: z.string(),
  address: z.string(),
  state: z.string(),
  until: z.string().nullable(),
  by: z.string(),
  reason: z.string(),
  claims: z.array(claimSchema),
  targets: z.array(targetSchema),
});
const actionSchema = z.object({
  id: z.string(),
  at: z.string(),
  kind: z.string(),
  actor: z.string(),
  address: z.string(),
  before: z.string(),
  after: z.string(),
  why: z.string(),
  reasons: z.array(z.string()).optional(),
});

/** `GET /sandbox/state`, as far as tests look at it. */
export const stateSchema = z.looseObject({
  messages: z.array(messageSchema),
  views: z.array(z.looseObject({ id: z.string(), user: z.string() })),
  networkAcls: z.array(z.looseObject({ NetworkAclId: z.string(), Entries: z.array(entrySchema) })),
  blocks: z.array(blockSchema),
  actions: z.array(actionSchema),
  now: z.string(),
  mode: z.string(),
});

/** What `/sandbox/click`, `/sandbox/command` and `/sandbox/home` answer: what that person would see. */
export const deliverySchema = z.looseObject({
  ack: z.union([z.string(), z.looseObject({ text: z.string().optional() })]),
  responses: z.array(z.looseObject({ text: z.string().optional(), ephemeral_to: z.string().optional() })),
  status: z.number(),
  ms: z.number(),
  error: z.string().optional(),
});

export type State = z.infer<typeof stateSchema>;
export type Message = State['messages'][number];
export type Block = State['blocks'][number];
export type Action = State['actions'][number];
export type Delivery = z.infer<typeof deliverySchema>;

/** Everything that a person was told, as one text. */
export function told(delivery: Delivery): string {
  const ack = typeof delivery.ack === 'string' ? delivery.ack : (delivery.ack.text ?? '');
  return [ack, ...delivery.responses.map((response) => response.text ?? ''), delivery.error ?? ''].join('\n').trim();
}

/** Every text in a message's blocks, joined: what a person reads. */
export function wordsOf(message: Message | undefined): string {
  const found: string[] = [];
  JSON.stringify(message?.blocks ?? [], (key, value: unknown) => {
    if (typeof value === 'string' && ['text', 'user_id', 'fallback'].includes(key)) found.push(value);
    return value;
  });
  return found.join('');
}

/** The action ids of a message's buttons and menus, in order. */
export function buttonsOf(message: Message | undefined): string[] {
  const found: string[] = [];
  JSON.stringify(message?.blocks ?? [], (key, value: unknown) => {
    if (key === 'action_id') found.push(String(value));
    return value;
  });
  return found;
}

/** The action ids that a card has in its state. */
export const BUTTONS = {
  ask: ['block', 'ignore', 'why', 'more'],
  guarded: ['why', 'override'],
  proposed: ['approve', 'decline', 'why'],
  unapproved: ['why'],
  ignored: ['block', 'why', 'more'],
  /** While it is made, or could not be. */
  wanted: ['undo', 'why'],
  active: ['undo', 'extend', 'why', 'more'],
  /** Whose end nobody puts off alone: an override, or for good. */
  fixed: ['undo', 'why', 'more'],
  ended: ['block', 'why', 'more'],
} as const;
