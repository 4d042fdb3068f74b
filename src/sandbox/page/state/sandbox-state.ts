import type { HomeView, KnownBlock, MessageAttachment, ModalView } from '@slack/types';

/** What `GET /sandbox/state` answers: everything that the page shows. Times are ISO strings unless named otherwise. */
export interface SandboxState {
  messages: Message[];
  views: SandboxView[];
  networkAcls: NetworkAcl[];
  blocks: BlockRecord[];
  /** In any order; the page sorts them. */
  actions: LedgerAction[];
  users: Person[];
  channel: { id: string; name: string };
  mode: string;
  /** The application's clock, which `POST /sandbox/clock` can advance. */
  now: string;
  /** The first and the last rule number that AISM owns. */
  owned: [number, number];
  networkAclId: string;
  /** Whole URL of the webhook that takes ElastAlert's bodies. */
  alerts: string;
  webhookToken: string;
  faults: Faults;
  replays: Replay[];
}

export interface Message {
  /** Slack's id and time of a message: seconds with a fraction, as text. */
  ts: string;
  channel?: string;
  user?: string;
  bot_id?: string;
  username?: string;
  text?: string;
  blocks?: KnownBlock[];
  attachments?: MessageAttachment[];
  thread_ts?: string;
  /** `thread_broadcast`: a reply that stands in the channel as well. */
  subtype?: string;
  reply_count?: number;
  /** Only this person sees the message. */
  ephemeral_to?: string;
  edited?: unknown;
  files?: { id: string; name: string; mimetype?: string; url_private: string }[];
  /** Set by the page itself on lines that the sandbox never sent: why a request failed. */
  trouble?: true;
}

interface OpenView {
  id: string;
  user: string;
  blocks: KnownBlock[];
  previous_view_id?: string | null;
  errors?: Record<string, string>;
}

export type SandboxModal = Omit<ModalView, 'blocks'> & OpenView;
export type SandboxHome = Omit<HomeView, 'blocks'> & OpenView;
export type SandboxView = SandboxModal | SandboxHome;

export interface NetworkAcl {
  NetworkAclId: string;
  Entries: NetworkAclEntry[];
}

export interface NetworkAclEntry {
  RuleNumber: number;
  /** An IANA protocol number, `-1` for all. */
  Protocol: string;
  RuleAction: string;
  Egress: boolean;
  CidrBlock?: string;
  Ipv6CidrBlock?: string;
  PortRange?: { From?: number; To?: number };
}

export interface BlockRecord {
  id: string;
  address: string;
  state: string;
  /** `null` is a block without an end. */
  until: string | null;
  by?: string;
  reason?: string;
  targets?: { id: string; state: string; ruleNumbers?: number[] }[];
}

export interface LedgerAction {
  id: string;
  at: string;
  kind: string;
  actor?: string;
  address?: string | null;
  before?: unknown;
  after?: unknown;
  why?: string | null;
}

export interface Person {
  id: string;
  name: string;
  real_name?: string;
  /** `analyst`, `lead`, `stranger`; a bot has none of them. */
  role?: string;
}

export interface Fault {
  down?: boolean;
  errorRate?: number;
  code?: string;
  latencyMs?: number;
}

export type Faults = Partial<Record<'ec2' | 'slack' | 'dynamodb', Fault>>;

export interface Replay {
  name: string;
  title: string;
  about?: string;
}
