import type { WebClient } from '@slack/web-api';
import type { Act } from '../../decision/permissions.ts';
import type { Deps } from '../../response/deps.ts';
import type { Access } from '../access.ts';

/** Who typed, and what the command may use. */
export interface CommandContext {
  deps: Deps;
  access: Access;
  user: string;
  /** The id of the channel or direct message in which it was typed. */
  channel: string;
  /** What is shown to the same person after the answer: a picture takes longer than Slack waits. */
  afterwards(show: (to: Shown) => Promise<void>): void;
}

/** Where a command was typed. */
export interface Shown {
  client: WebClient;
  channel: string;
  user: string;
}

/** One word after `/aism`. */
export interface Command {
  name: string;
  /** As in `block <ip|cidr> [duration] [reason]`. */
  usage: string;
  about: string;
  /** What one may type after `/aism`, for the help of this command. */
  examples: readonly [string, ...string[]];
  /** What the policy's `permissions` say who may. */
  act: Act;
  /** Who may do this may as well; the command itself looks how far. */
  orAct?: Act;
  /** It may take longer than Slack waits for the answer. */
  isLong?: true;
  /** The answer in mrkdwn. */
  run(args: string[], context: CommandContext): Promise<string>;
}
