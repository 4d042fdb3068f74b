import { existsSync } from 'node:fs';
import { createLog } from '../log.ts';
import type { SandboxFacts } from '../sandbox/sandbox-facts.ts';
import { startSandbox } from '../sandbox.ts';
import { stopSignal, surviveRejections } from '../server.ts';

/** `aism sandbox`: runs until it is told to stop. */
export async function sandbox(options: {
  port: number;
  data: string;
  reset: boolean;
  json: boolean;
  policy?: string;
  bot?: string;
}): Promise<void> {
  const began = Date.now();
  const log = createLog('warn');
  surviveRejections(log);
  if (options.bot !== undefined && !/^https?:\/\/[^/]/.test(options.bot))
    throw new Error(`"${options.bot}" is no URL: write --bot like http://127.0.0.1:4000`);
  if (options.policy !== undefined && !existsSync(options.policy))
    throw new Error(`there is no file ${options.policy}: name another with --policy, or leave it out`);
  const { facts, stop } = await startSandbox({
    port: options.port,
    data: options.data,
    reset: options.reset,
    log,
    ...(options.policy ? { policyFile: options.policy } : {}),
    ...(options.bot ? { botAt: options.bot.replace(/\/$/, '') } : {}),
  }).catch((error: unknown) => {
    throw explain(error, options);
  });
  if (options.json) process.stdout.write(`${JSON.stringify(facts)}\n`);
  else process.stdout.write(welcome(facts, options.data, Date.now() - began));
  await stopSignal();
  await stop();
}

function welcome(facts: SandboxFacts, data: string, ms: number): string {
  return [
    `AISM's sandbox is ready (${(ms / 1000).toFixed(1)} s). Open ${facts.page}`,
    '',
    'Post an alert:',
    `  curl -X POST ${facts.alerts} -H 'Authorization: Bearer ${facts.webhookToken}' \\`,
    `    -H 'Content-Type: application/json' -d '{"aism_rule":"ssh-bruteforce","aism_ip":"203.0.113.7"}'`,
    '',
    `EC2 ${facts.ec2}  DynamoDB ${facts.dynamodb}  state in ${data} (--reset forgets it). Ctrl-C stops.`,
    '',
  ].join('\n');
}

function explain(error: unknown, options: { port: number; data: string }): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new Error(`port ${options.port} is taken: choose another with --port, or --port 0`, { cause: error });
  return error;
}
