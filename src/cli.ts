#!/usr/bin/env node
import { Command, Option } from 'commander';

/** Errors whose message says what to do. */
const TOLD = new Set([
  'ConfigError',
  'TableMissingError',
  'LedgerUnavailableError',
  'LedgerConflictError',
  'FirewallError',
]);

const program = new Command('aism')
  .description('Blocks attackers that ElastAlert sees, asked for in Slack, by AWS Network ACLs.')
  .showHelpAfterError('(aism --help shows every command)');

program
  .command('sandbox')
  .description('the whole of AISM on this machine, nothing configured, with a web page')
  .option('--port <number>', 'port of the page (0: any free one)', readPort, 3000)
  .option('--data <dir>', 'where everything is kept', '.aism')
  .option('--reset', 'forget everything that was kept', false)
  .option('--json', 'print one line of JSON with all addresses and secrets once ready', false)
  .option('--policy <file>', 'a policy file like aism.yml instead of the built-in policy')
  .option('--bot <url>', 'leave the bot out: commands and clicks go to an `aism start` at this URL')
  .action(async (options) => (await import('./commands/sandbox.ts')).sandbox(options));

program
  .command('start')
  .description('run against Slack and AWS, configured by environment variables and aism.yml')
  .action(async () => (await import('./commands/start.ts')).runStart());

program
  .command('reconcile')
  .description('make the Network ACLs equal to the ledger now, once, and show what was changed')
  .option('--dry-run', 'only show what would be changed', false)
  .option('--json', 'print the result as JSON', false)
  .action(async (options) => (await import('./commands/reconcile.ts')).runReconcile(options));

program
  .command('uninstall')
  .description('lift every block and take every rule of ours out of the Network ACLs, and nothing else')
  .option('--yes', 'do it without asking', false)
  .option('--json', 'print the result as JSON', false)
  .option('--by <name>', 'who does it, for the ledger; your user name here if left out')
  .option('--target <acl>', 'only this Network ACL, that is configured no longer')
  .option('--region <region>', 'where that one is, if elsewhere')
  .option('--role <arn>', 'the role that reaches it, if it is of another account')
  .option('--gone', 'that one was deleted: forget it', false)
  .action(async (options) => (await import('./commands/uninstall.ts')).runUninstall(options));

program
  .command('adopt')
  .description('make deny rules that somebody else made inside our numbers blocks of AISM')
  .option('--target <acl>', 'only this Network ACL')
  .option('--rules <numbers>', 'only these rule numbers, like 1,2,5-9')
  .option('--for <duration>', 'how long they are blocked, like 7d; as long as the policy says if left out')
  .option('--permanent', 'blocked for good', false)
  .option('--by <name>', 'who does it, for the ledger; your user name here if left out')
  .option('--yes', 'do it without asking', false)
  .option('--json', 'print the result as JSON', false)
  .action(async (options) => (await import('./commands/adopt.ts')).runAdopt(options));

program
  .command('parse')
  .description('print the alert in a body on standard input as one line of JSON; exit code 1 if there is none')
  .argument('<source>', 'elastalert')
  .option('--rule <name>', 'the rule name that the header X-AISM-Rule would carry')
  .action(async (source, options) => (await import('./commands/parse.ts')).runParse(source, options));

program
  .command('validate')
  .description('check a policy file and tell every problem with its line')
  .argument('[file]', 'the policy file', 'aism.yml')
  .action(async (file) => (await import('./commands/validate.ts')).runValidate(file));

program
  .command('schema')
  .description('print the JSON Schema of the policy file, for editors; it is aism.schema.json')
  .action(async () => (await import('./commands/schema.ts')).runSchema());

const exporting = program.command('export').description('write what the ledger knows into a file');

exporting
  .command('alerts')
  .description('write the alerts of the last time, one a line, for aism replay; needs only AISM_TABLE and AWS_REGION')
  .requiredOption('--since <duration>', 'how far back, like 7d')
  .option('--out <file>', 'the file; standard output if left out')
  .action(async (options) => (await import('./commands/export-alerts.ts')).runExportAlerts(options));

program
  .command('replay')
  .description('show what a policy would have decided about recorded alerts; nothing is blocked, stored or sent')
  .argument('<alerts.jsonl>', 'one alert a line, as aism export alerts writes them; - for standard input')
  .option('--policy <file>', 'a policy file instead of aism.yml here, or else the built-in policy')
  .addOption(new Option('--mode <mode>', 'the mode that is played').choices(['live', 'ask', 'shadow']).default('live'))
  .option('--compare <old.yml>', 'show what changes from that policy to this one')
  .option('--summary', 'no line for each decision, only what they come to', false)
  .option('--mask', 'show only the first half of each address', false)
  .option('--json', 'print one JSON document', false)
  .action(async (file, options) => (await import('./commands/replay.ts')).runReplay(file, options));

const acl = program
  .command('acl')
  .description('a Network ACL of its own for AISM, in the place of the one that your subnets have');

acl
  .command('create')
  .description('copy the Network ACL of some subnets, with the numbers below 100 free for AISM, and move them to it')
  .requiredOption('--subnets <ids>', 'the subnets, split by commas; they share one Network ACL')
  .option('--region <region>', 'their region (else AWS_REGION)')
  .option('--role-arn <arn>', 'a role to take on, for instance in another account')
  .option('--external-id <id>', 'what the trust policy of that role asks for')
  .option('--name <name>', 'the tag Name of the new Network ACL', 'aism')
  .option('--quota <number>', 'rules per Network ACL and direction that your account allows', readQuota, 20)
  .option('--yes', 'do it without asking', false)
  .option('--json', 'print the result as JSON', false)
  .action(async (options) => (await import('./commands/acl.ts')).runAclCreate(options));

acl
  .command('revert')
  .description('move the subnets back to the Network ACL that they had, and delete the one that "create" made')
  .argument('<acl-id>', 'the Network ACL that "create" made')
  .option('--region <region>', 'its region (else AWS_REGION)')
  .option('--role-arn <arn>', 'a role to take on, for instance in another account')
  .option('--external-id <id>', 'what the trust policy of that role asks for')
  .option('--yes', 'do it without asking', false)
  .option('--json', 'print the result as JSON', false)
  .action(async (id, options) => (await import('./commands/acl.ts')).runAclRevert(id, options));

function readQuota(text: string): number {
  const quota = Number(text);
  if (!Number.isInteger(quota) || quota < 1 || quota > 40)
    program.error(`error: "${text}" is no quota: AWS allows 20 rules, or up to 40 if you ask for it`);
  return quota;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    program.error(`error: "${text}" is no port: write a number from 0 to 65535`);
  return port;
}

try {
  await program.parseAsync();
} catch (error) {
  // What a person can mend is told in a sentence; anything else with its stack.
  const isOurs = error instanceof Error && (error.constructor === Error || TOLD.has(error.name));
  process.stderr.write(`${error instanceof Error ? (isOurs ? error.message : error.stack) : String(error)}\n`);
  // What was already opened (servers, sockets) must not keep a failed command alive.
  process.exit(1);
}
