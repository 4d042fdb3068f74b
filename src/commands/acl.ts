import { setTimeout as sleep } from 'node:timers/promises';
import { dedicate, planDedication } from '../firewall/dedicate-acl.ts';
import { ec2AclEditor } from '../firewall/ec2-acl-editor.ts';
import { emptyInto } from '../firewall/move-subnets.ts';
import { type Ec2Place, openEc2 } from '../firewall/open-ec2.ts';
import { planReversion } from '../firewall/revert-acl.ts';
import { sayDedication, sayReversion } from './acl-words.ts';
import { confirm } from './confirm.ts';

interface Options extends Ec2Place {
  yes: boolean;
  json: boolean;
}

/** `aism acl create`: shows, asks, makes the copy, moves the subnets. */
export async function runAclCreate(options: Options & { subnets: string; name: string; quota: number }): Promise<void> {
  const subnetIds = readSubnets(options.subnets);
  if (options.name.length > 256) throw new Error('--name is too long: AWS takes 256 characters');
  const { client, region } = await openEc2(options);
  const editor = ec2AclEditor(client);
  const plan = await planDedication(editor, subnetIds, options.quota);
  const { original, copy } = plan;
  told(options).write(sayDedication(plan, options.quota));
  const what = subnetIds.length === 1 ? 'the subnet' : `the ${subnetIds.length} subnets`;
  await confirm(`Make it and move ${what}?`, options.yes);
  const id = await dedicate(editor, plan, options.name, { sleep, tell });
  client.destroy();

  const { renumbered, foreign, room } = copy;
  const result = { networkAclId: id, replaces: original.id, region, subnets: subnetIds, renumbered, foreign, room };
  const text = `${subnetIds.join(', ')}: ${id}, in the place of ${original.id}
AISM_NETWORK_ACLS=${id}
${asTarget(id, options)}To take it back: npm run -s aism -- acl revert ${id}${flags(options)}
`;
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : text);
}

/** `aism acl revert`: shows, asks, moves the subnets back, deletes the copy. */
export async function runAclRevert(id: string, options: Options): Promise<void> {
  if (!/^acl-[0-9a-f]{8,17}$/.test(id))
    throw new Error(`"${id}" is no id of a Network ACL: write it like acl-0123456789abcdef0`);
  const { client, region } = await openEc2(options);
  const editor = ec2AclEditor(client);
  const plan = await planReversion(editor, id);
  const { acl, original, ending, returning } = plan;
  told(options).write(sayReversion(plan));
  await confirm(`Move back and delete ${id}?`, options.yes);
  const moved = await emptyInto(editor, { from: id, to: original.id }, sleep);
  // Also one whose move was made and not answered.
  const ours = new Set([...acl.subnets.map((each) => each.subnetId), ...moved]);
  const now = (await editor.read(original.id))?.subnets ?? [];
  const subnets = now.map((each) => each.subnetId).filter((subnetId) => ours.has(subnetId));
  client.destroy();

  const rules = { ended: ending.map((each) => each.ruleNumber), returned: returning.map((each) => each.ruleNumber) };
  const result = { networkAclId: original.id, deleted: id, region, subnets, rules };
  const text = `${subnets.join(', ') || 'no subnet'}: ${original.id} again; ${id} is deleted. Take it out of AISM_NETWORK_ACLS.\n`;
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : text);
}

/** With --json standard output is for the result alone. */
function told({ json }: Options): NodeJS.WritableStream {
  return json ? process.stderr : process.stdout;
}

function tell(what: string): void {
  process.stderr.write(`${what}\n`);
}

function readSubnets(text: string): string[] {
  const ids = [...new Set(text.split(',').map((part) => part.trim()))].filter((part) => part !== '');
  const wrong = ids.filter((id) => !/^subnet-[0-9a-f]{8,17}$/.test(id));
  if (ids.length === 0 || wrong.length > 0)
    throw new Error(`--subnets takes ids like subnet-0123456789abcdef0, split by commas; not "${wrong.join(', ')}"`);
  return ids;
}

/** Elsewhere than where the bot is, the id alone is not enough. */
function asTarget(id: string, { region, roleArn, externalId }: Ec2Place): string {
  if (!region && !roleArn) return '';
  const target = Object.entries({ id, region, roleArn, externalId }).filter(([, value]) => value !== undefined);
  return `or in aism.yml:\ntargets:\n  - { ${target.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(', ')} }\n`;
}

function flags({ region, roleArn, externalId }: Ec2Place): string {
  const given = [
    ['--region', region],
    ['--role-arn', roleArn],
    ['--external-id', externalId],
  ];
  return given.map(([flag, value]) => (value ? ` ${flag} ${value}` : '')).join('');
}
