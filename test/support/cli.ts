import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { SandboxFacts } from '../../src/sandbox/sandbox-facts.ts';
import { spawnAism } from './spawned.ts';

/** The environment in which `aism` works against a sandbox's servers. */
export function environmentOf(facts: SandboxFacts, more: Record<string, string> = {}): Record<string, string> {
  return {
    SLACK_BOT_TOKEN: facts.botToken,
    SLACK_SIGNING_SECRET: facts.signingSecret,
    SLACK_API_URL: facts.slack,
    AISM_CHANNEL: facts.channel,
    AISM_ANALYSTS: 'U_ANALYST',
    AISM_LEADS: 'U_LEAD',
    AISM_WEBHOOK_TOKENS: facts.webhookToken,
    AISM_TABLE: facts.table,
    AISM_NETWORK_ACLS: facts.networkAclId,
    AISM_MODE: 'live',
    AWS_REGION: facts.region,
    AWS_ACCESS_KEY_ID: 'sandbox',
    AWS_SECRET_ACCESS_KEY: 'sandbox',
    AWS_ENDPOINT_URL_EC2: facts.ec2,
    AWS_ENDPOINT_URL_DYNAMODB: facts.dynamodb,
    AWS_ENDPOINT_URL_STS: facts.sts,
    ...more,
  };
}

export interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs `aism <args>` to its end, without a terminal. */
export async function runAism(args: string[], env: Record<string, string>): Promise<Ran> {
  const { child, errors } = spawnAism(args, env);
  const out = child.stdout ? text(child.stdout) : '';
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, out: await out, err: errors() };
}
