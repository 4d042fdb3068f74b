import type { Act } from '../../decision/permissions.ts';
import type { Deps } from '../../response/deps.ts';
import type { Access } from '../access.ts';

/** Who typed, and what the command may use. */
export interface CommandContext {
  deps: Deps;
  access: Access;
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
  /** The answer in mrkdwn. */
  run(args: string[], context: CommandContext): Promise<string>;
}
