import { z } from 'zod';
import { addressSchema } from '../address/address.ts';

export const severitySchema = z.enum(['low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof severitySchema>;

/** What was attacked: its usual name (`ssh`), and the ports where it listens, never the attacker's own port. */
export const serviceSchema = z.object({
  name: z.string().exactOptional(),
  ports: z.array(z.int().min(1).max(65535)),
  protocol: z.enum(['tcp', 'udp']).exactOptional(),
});
export type Service = z.infer<typeof serviceSchema>;

/** The largest number of events that a body can claim for one attacker; more is cut to it. */
export const MOST_EVENTS = 1_000_000;
const eventCountSchema = z.int().min(0).max(MOST_EVENTS);

const attackerSchema = z.object({
  address: addressSchema,
  /** How many events this attacker made, only where the body really states it. */
  count: eventCountSchema.exactOptional(),
  /** How many events the body proves: the count, else the rule's `num_events` if it counts by the address. */
  weighs: eventCountSchema.exactOptional(),
});
export type Attacker = z.infer<typeof attackerSchema>;

/**
 * What one monitoring message says, whatever its source. Everything in it but addresses, numbers and times may be the
 * attacker's own words: it is one line, cut and free of control characters, but must still be shown as plain text only.
 */
export const alertSchema = z.object({
  source: z.enum(['elastalert']),
  /** The same for a repeated message: a hash of rule, addresses and document, else of rule, addresses and time. */
  identity: z.string(),
  /** `unknown` when the message does not name it. */
  rule: z.string(),
  /** At least one, ordinary single addresses, each once. */
  attackers: z.array(attackerSchema).min(1),
  /** Whether weights of several alerts add up (each counts new events), or each states the whole and the largest holds. */
  counting: z.enum(['sum', 'max']),
  /** Whether the message proves that these addresses made the events it counts; absent when it cannot tell. */
  keyed: z.boolean().exactOptional(),
  severity: severitySchema.exactOptional(),
  /** When the event happened, ISO 8601 in UTC; the time of receipt if the message does not say or is ahead of us. */
  at: z.iso.datetime(),
  /** Milliseconds since the epoch. */
  receivedAt: z.number(),
  service: serviceSchema.exactOptional(),
  hosts: z.array(z.string()),
  /** Addresses and instance ids of the attacked machine, by which EC2 knows it. */
  hostIds: z.array(z.string()).exactOptional(),
  users: z.array(z.string()),
  /** At most three lines that show what happened. */
  samples: z.array(z.string()),
  index: z.string().exactOptional(),
  documentId: z.string().exactOptional(),
  /** The search in Kibana: http or https, without credentials. */
  link: z.url({ protocol: /^https?$/ }).exactOptional(),
  /** What a person must know to judge the rest: refused addresses, a wrong clock. */
  notes: z.array(z.string()),
});
export type Alert = z.infer<typeof alertSchema>;

/** What comes of a body: an alert to act on, or the reason why it is none, which says what to change. */
export type ParsedAlert = { kind: 'alert'; alert: Alert } | { kind: 'rejected'; why: string };
