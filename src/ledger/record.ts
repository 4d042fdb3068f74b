import { z } from 'zod';
import { addressSchema } from '../address/address.ts';
import { serviceSchema, severitySchema } from '../alerts/alert.ts';
import { scopeSchema } from '../decision/scope.ts';
import { seenEventSchema } from '../decision/seen-event.ts';
import { twoPeopleSchema } from '../decision/two-people.ts';

/** Milliseconds since the Unix epoch, by the application's clock. */
const moment = z.number();

/** One reason to deny an address. */
export const claimSchema = z.object({
  id: z.string(),
  /** A Slack user id, `rule:<name>`, or `cli:<name>` of a person at the command line. */
  by: z.string(),
  scopes: z.array(scopeSchema).min(1),
  from: moment,
  /** null: permanent. */
  until: moment.nullable(),
  why: z.string(),
  /** The two people who want it, who proposed it first, and why it took two. */
  approved: z.object({ by: z.tuple([z.string(), z.string()]), reasons: z.array(twoPeopleSchema) }).exactOptional(),
});

/** That a person wants a block that takes two people: it waits for the second one. */
export const proposalSchema = z.object({
  by: z.string(),
  at: moment,
  /** Until when somebody else may approve it. */
  expires: moment,
  /** Milliseconds; null: for good. */
  forMs: z.number().nullable(),
  why: z.string(),
  /** Why it takes two. */
  reasons: z.array(twoPeopleSchema).min(1),
  /** The episode whose card asks for the second person. */
  episode: z.string(),
});

/**
 * What one target (Network ACL) shows of a block. `unusable`: it has no number where a rule would work. `lost`: it exists
 * no longer. `left`: it is configured no longer, and nobody looks at it.
 */
export const targetStateSchema = z.object({
  state: z.enum(['pending', 'active', 'waiting', 'failed', 'unusable', 'lost', 'left', 'lifting', 'out']),
  ruleNumbers: z.array(z.number()),
  /** The ranges whose rules deny it, where these are not its own: mostly one, and several where each does in part. */
  through: z.array(addressSchema).exactOptional(),
  note: z.string().exactOptional(),
});

/** An address that is, or was, denied: from its first claim to the end of its last. */
export const blockSchema = z.object({
  id: z.string(),
  since: moment,
  /** Who made it: the first claim's `by`. */
  by: z.string(),
  why: z.string(),
  until: moment.nullable(),
  severity: severitySchema,
  targets: z.record(z.string(), targetStateSchema),
  /** How often something else removed or changed a rule of it, which was then put back. */
  drift: z.object({ times: z.number(), at: moment }).exactOptional(),
  /** Where it is wanted, if not in every target. */
  placed: z.array(z.string()).exactOptional(),
  /** Set while the channel knows that it does not work. */
  isFailureTold: z.literal(true).exactOptional(),
  /** Why it is wanted there, or everywhere, in words; only where this was looked up. */
  placing: z.string().exactOptional(),
  ended: z.object({ as: z.enum(['lifted', 'expired']), at: moment, by: z.string() }).exactOptional(),
});

/** One line of a card's thread: an action, cut. */
const lineSchema = z.object({
  n: z.number(),
  at: moment,
  kind: z.string(),
  actor: z.string(),
  after: z.string(),
  why: z.string(),
  count: z.number().exactOptional(),
});

/** The story of one (rule, address), told by one card. */
export const episodeSchema = z.object({
  id: z.string(),
  rule: z.string(),
  openedAt: moment,
  lastAlertAt: moment,
  alerts: z.number(),
  events: z.number(),
  severity: severitySchema,
  service: serviceSchema.exactOptional(),
  hosts: z.array(z.string()),
  /** The attacked hosts, each by all that EC2 may know it by. */
  hostIds: z.array(z.array(z.string())).exactOptional(),
  /** Single addresses that were seen, where the record is about a network of them. */
  addresses: z.array(addressSchema).exactOptional(),
  users: z.array(z.string()),
  samples: z.array(z.string()),
  link: z.string().exactOptional(),
  /** ask: a human is wanted. blocked: it led to, or met, a block. ignored: a human said so. unanswered: no human came in time. */
  status: z.enum(['ask', 'blocked', 'ignored', 'unanswered']),
  /** Since when it asks, when it is asked again (and in which list, once that is tried), and when it is closed. */
  asks: z
    .object({
      since: moment,
      remindAt: moment.exactOptional(),
      closeAt: moment.exactOptional(),
      list: z.string().exactOptional(),
    })
    .exactOptional(),
  /** What happened, the decision's reasons as one sentence, and as data. */
  seen: z.string(),
  sentence: z.string(),
  reasons: z.array(z.string()),
  /** When it would have been blocked automatically, had the mode been live. */
  wouldBlock: moment.exactOptional(),
  /** What a person must know to judge the rest: refused addresses, a wrong clock. */
  notes: z.array(z.string()).exactOptional(),
  /** Where its alerts come from. */
  source: z.string().exactOptional(),
  /** False when the address is guarded: no Block button. */
  blockable: z.boolean(),
  answer: z.object({ by: z.string(), at: moment, until: moment.nullable(), what: z.string() }).exactOptional(),
  /** Counts the changes that its card must show; `shown` is the last one that Slack took. */
  revision: z.number(),
  shown: z.number(),
  /** When the card is to be sent; later than now for mere counters. */
  sayAt: moment,
  channel: z.string(),
  /** The card's message, once Slack took it. */
  ts: z.string().exactOptional(),
  /** Set before the first post: after an unknown outcome the message is looked for, not posted twice. */
  posting: moment.exactOptional(),
  /** What must be said below the card, so that phones ring. `isTried` is set before the post, like `posting`. */
  /** The storm whose digest tells it instead of a card of its own. */
  folded: z.string().exactOptional(),
  shout: z
    .object({
      /** The revision of the record that brought it. */
      id: z.string().exactOptional(),
      kind: z.enum(['blocked', 'asks-anew', 'failed', 'drift', 'still-open', 'news']).exactOptional(),
      sentence: z.string(),
      isTried: z.boolean(),
      /** The card itself was posted with it: only a mention is still wanted. */
      isMention: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  /** What is to be told in its thread: the lines that are not there yet, numbered, and when they are to be. */
  thread: z
    .object({
      /** How many lines there were ever. */
      told: z.number(),
      lines: z.array(lineSchema),
      /** How many more there were that are told of by number only. */
      lost: z.number().exactOptional(),
      due: moment.exactOptional(),
      replies: z.number(),
      /** Set before the reply is posted, like `posting`: the number of its last line. */
      trying: z.number().exactOptional(),
    })
    .exactOptional(),
  /** The message of the episode before this one. */
  previousTs: z.string().exactOptional(),
});

/** Who did what and why, once, for ever. */
export const actionSchema = z.object({
  id: z.string(),
  at: moment,
  kind: z.string(),
  actor: z.string(),
  address: z.string(),
  before: z.string(),
  after: z.string(),
  why: z.string(),
  /** The reasons of a decision as data, and how many alerts it is about. */
  reasons: z.array(z.string()).exactOptional(),
  count: z.number().exactOptional(),
  /** Where the alerts came from. */
  source: z.string().exactOptional(),
});

/** All that we know of one address. Every change is one conditional write on `rev`. */
export const recordSchema = z.object({
  address: addressSchema,
  rev: z.number(),
  /** Marks of the last changes, by which a writer whose answer was lost knows its own, others' after it or not. */
  marks: z.array(z.string()).exactOptional(),
  events: z.array(seenEventSchema),
  claims: z.array(claimSchema),
  proposal: proposalSchema.exactOptional(),
  block: blockSchema.exactOptional(),
  /** The block before this one, so that one look at the record tells the last two. */
  pastBlocks: z.array(blockSchema),
  /** After an unblock: asked about, not blocked by itself, until then. */
  grace: z.object({ until: moment, by: z.string(), at: moment }).exactOptional(),
  /** What is silent about this address: a rule, or all of them where none is named. */
  snoozes: z.array(z.object({ rule: z.string().exactOptional(), until: moment, by: z.string() })),
  /** Successful log-ins from it, as alerts told. */
  logins: z.object({ count: z.number(), first: moment, last: moment }).exactOptional(),
  episodes: z.array(episodeSchema),
  /** log2(severity x count x repeats) + last seen / half-life: the order of danger. */
  score: z.number(),
  /** Actions of the last changes that are not yet copied to their own items. */
  outbox: z.array(actionSchema),
});

export type Claim = z.infer<typeof claimSchema>;
export type Proposal = z.infer<typeof proposalSchema>;
export type TargetState = z.infer<typeof targetStateSchema>;
export type Block = z.infer<typeof blockSchema>;
export type Episode = z.infer<typeof episodeSchema>;
export type Action = z.infer<typeof actionSchema>;
export type AddressRecord = z.infer<typeof recordSchema>;
export type BlockState = 'pending' | 'active' | 'waiting' | 'failed' | 'lifted' | 'expired';
