import { z } from 'zod';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: RoleArn, ExternalId. */
const ROLE_ARN = /^arn:aws(-cn|-us-gov)?:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
const EXTERNAL_ID = /^[\w+=,.@:/-]{2,1224}$/;

const targetSchema = z
  .strictObject({
    id: text(/^acl-[0-9a-f]{8,17}$/, 'write the id of a Network ACL, like acl-0123456789abcdef0').describe(
      'the id of a Network ACL',
    ),
    region: text(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'write a region, like eu-central-1')
      .optional()
      .describe('where it is, if not in AWS_REGION'),
    roleArn: text(ROLE_ARN, "write a role's ARN, like arn:aws:iam::123456789012:role/aism-network-acls")
      .optional()
      .describe('the role that reaches it, if it is in another account'),
    externalId: text(EXTERNAL_ID, 'write 2 to 1224 letters, digits or any of _+=,.@:/-')
      .optional()
      .describe('what the trust policy of that role asks for'),
  })
  .refine((target) => target.externalId === undefined || target.roleArn !== undefined, {
    path: ['externalId'],
    error: 'goes with a roleArn: add the role that asks for it, or leave it out',
  });

/** The Network ACLs of a policy file, each once. */
export const targetsSchema = z.array(targetSchema).superRefine((targets, context) => {
  const seen = new Set<string>();
  targets.forEach(({ id }, index) => {
    if (seen.has(id)) context.addIssue({ code: 'custom', path: [index, 'id'], message: `${id} stands here twice` });
    seen.add(id);
  });
});

/** A Network ACL, where it is, and the role that reaches it. */
export interface Target {
  id: string;
  /** undefined: the region that the AWS SDK finds. */
  region: string | undefined;
  /** undefined: our own role. */
  roleArn: string | undefined;
  externalId: string | undefined;
}

/** Names of targets for people: the id, with the region where there are several. A target of before is its id. */
export function targetNames(targets: readonly Target[]): (id: string) => string {
  const regions = new Map(targets.map((target) => [target.id, target.region]));
  const isSeveral = new Set(regions.values()).size > 1;
  return (id) => (isSeveral && regions.get(id) ? `${id} (${regions.get(id)})` : id);
}

/** A Network ACL of our own account. */
export function ownTarget(id: string): Target {
  return { id, region: undefined, roleArn: undefined, externalId: undefined };
}

/** The target that an entry of the policy file names. */
export function completeTarget(entry: z.infer<typeof targetSchema>): Target {
  return { ...ownTarget(entry.id), region: entry.region, roleArn: entry.roleArn, externalId: entry.externalId };
}

function text(form: RegExp, what: string) {
  return z.string(what).regex(form, what);
}
