import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { ENVIRONMENT } from '../../src/config.ts';
import { ASSUME_ROLE_ACTIONS } from '../../src/firewall/assume-role.ts';
import { PLACEMENT_ACTIONS } from '../../src/firewall/attacked.ts';
import { GUARD_ACTIONS } from '../../src/firewall/discover-guard.ts';
import { NETWORK_ACL_ACTIONS } from '../../src/firewall/network-acl.ts';
import { TABLE_KEYS } from '../../src/ledger/dynamodb/create-table.ts';
import { DYNAMODB_ACTIONS } from '../../src/ledger/dynamodb/table.ts';
import { codeBlocks } from '../support/documents.ts';
import { projectFile } from '../support/project-file.ts';

const statementSchema = z.strictObject({
  Sid: z.string().regex(/^[A-Za-z0-9]+$/),
  Effect: z.literal('Allow'),
  Action: z.array(z.string()),
  Resource: z.unknown(),
});
const fileSchema = z.object({
  provider: z.object({ runtime: z.string(), architecture: z.string() }),
  functions: z.undefined().optional(),
  resources: z.object({
    Resources: z.object({
      Ledger: z.object({
        Type: z.literal('AWS::DynamoDB::Table'),
        DeletionPolicy: z.string(),
        UpdateReplacePolicy: z.string(),
        Properties: z.object({
          TableName: z.string(),
          BillingMode: z.string(),
          DeletionProtectionEnabled: z.boolean(),
          AttributeDefinitions: z.array(z.unknown()),
          KeySchema: z.array(z.unknown()),
          TimeToLiveSpecification: z.unknown(),
          PointInTimeRecoverySpecification: z.unknown(),
        }),
      }),
      Permissions: z.object({
        Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) }),
      }),
    }),
  }),
});

/** What is called in every account that has a target. */
const EC2_ACTIONS = [...new Set([...NETWORK_ACL_ACTIONS, ...GUARD_ACTIONS, ...PLACEMENT_ACTIONS])];

const actions = z.union([z.string().transform((action) => [action]), z.array(z.string())]);
const rolePolicySchema = z.object({
  Version: z.literal('2012-10-17'),
  Statement: z.array(z.object({ Effect: z.literal('Allow'), Action: actions })),
});

const text = projectFile('serverless.yml');
const { provider, resources } = fileSchema.parse(parse(text));
const { Ledger, Permissions } = resources.Resources;
const statements = Permissions.Properties.PolicyDocument.Statement;

test('the table has the keys and the expiry attribute that the ledger writes', () => {
  const { AttributeDefinitions, KeySchema, TimeToLiveSpecification } = Ledger.Properties;

  expect(AttributeDefinitions).toEqual([
    { AttributeName: TABLE_KEYS.partition, AttributeType: 'S' },
    { AttributeName: TABLE_KEYS.sort, AttributeType: 'S' },
  ]);
  expect(KeySchema).toEqual([
    { AttributeName: TABLE_KEYS.partition, KeyType: 'HASH' },
    { AttributeName: TABLE_KEYS.sort, KeyType: 'RANGE' },
  ]);
  expect(TimeToLiveSpecification).toEqual({ AttributeName: TABLE_KEYS.ttl, Enabled: true });
});

test('the table is on demand, has the name that AISM looks for, and is hard to lose', () => {
  const { TableName, BillingMode, DeletionProtectionEnabled, PointInTimeRecoverySpecification } = Ledger.Properties;

  expect(TableName).toBe(`\${env:AISM_TABLE, '${ENVIRONMENT.AISM_TABLE.parse(undefined)}'}`);
  expect(BillingMode).toBe('PAY_PER_REQUEST');
  expect(DeletionProtectionEnabled).toBe(true);
  expect(PointInTimeRecoverySpecification).toEqual({ PointInTimeRecoveryEnabled: true });
  expect(Ledger).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
});

test('the policy allows exactly what the adapters call, each once', () => {
  const allowed = statements.flatMap((statement) => statement.Action);

  expect(allowed.toSorted()).toEqual([...DYNAMODB_ACTIONS, ...EC2_ACTIONS, ...ASSUME_ROLE_ACTIONS].toSorted());
});

test('the role in another account is told to allow exactly what is called there', () => {
  const policies = codeBlocks('docs/configuration.md', 'json').map((block) =>
    rolePolicySchema.parse(JSON.parse(block)),
  );
  const [trust, permissions] = policies.map((policy) => policy.Statement.flatMap((statement) => statement.Action));

  expect(trust).toEqual(ASSUME_ROLE_ACTIONS);
  expect(permissions?.toSorted()).toEqual(EC2_ACTIONS.toSorted());
});

test('roles may be assumed by their names alone', () => {
  const assuming = statements.find((statement) => statement.Action.includes('sts:AssumeRole'));

  expect(assuming).toMatchObject({ Action: [...ASSUME_ROLE_ACTIONS], Resource: 'arn:aws:iam::*:role/aism-*' });
});

test('only Describe calls are allowed on everything', () => {
  const wide = statements.filter((statement) => JSON.stringify(statement.Resource).includes('"*"'));

  expect(wide.length).toBeGreaterThan(0);
  for (const action of wide.flatMap((statement) => statement.Action)) expect(action).toMatch(/^ec2:Describe/);
});

test('the ledger is reached in its own table alone', () => {
  const own = statements.filter((statement) => statement.Action.some((action) => action.startsWith('dynamodb:')));

  expect(own.map((statement) => statement.Resource)).toEqual([{ 'Fn::GetAtt': ['Ledger', 'Arn'] }]);
});

test('rules may be changed in the Network ACLs of AISM_NETWORK_ACLS alone', () => {
  const changing = statements.find((statement) => statement.Action.includes('ec2:CreateNetworkAclEntry'));

  expect(resolve(changing?.Resource, { AISM_NETWORK_ACLS: 'acl-0123456789abcdef0,acl-0123456789abcdef1' })).toEqual([
    'arn:aws:ec2:*:*:network-acl/acl-0123456789abcdef0',
    'arn:aws:ec2:*:*:network-acl/acl-0123456789abcdef1',
  ]);
});

test('no function is promised as long as there is no handler', () => {
  expect(text).not.toMatch(/^\s*handler:/m);
  expect(provider).toEqual({ runtime: 'nodejs24.x', architecture: 'arm64' });
});

const splitSchema = z.strictObject({ 'Fn::Split': z.tuple([z.string(), z.unknown()]) });
const joinSchema = z.strictObject({ 'Fn::Join': z.tuple([z.string(), z.unknown()]) });

/** What CloudFormation makes of Fn::Split, Fn::Join and the variables. */
function resolve(value: unknown, env: Record<string, string>): unknown {
  if (typeof value === 'string') return value.replace(/\$\{env:(\w+)\}/g, (_whole, name: string) => env[name] ?? '');
  if (Array.isArray(value)) return value.map((each) => resolve(each, env));
  const split = splitSchema.safeParse(value);
  if (split.success) {
    const [by, whole] = split.data['Fn::Split'];
    return z.string().parse(resolve(whole, env)).split(by);
  }
  const [by, parts] = joinSchema.parse(value)['Fn::Join'];
  return z.array(z.string()).parse(resolve(parts, env)).join(by);
}
