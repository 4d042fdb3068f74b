import {
  CreateNetworkAclCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeNetworkAclsCommand,
  type ResourceType,
  type Tag,
} from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningEc2, refusalOf, startEc2 } from '../support/sandbox-ec2.ts';

let running: RunningEc2;
beforeEach(async () => {
  running = await startEc2();
});
afterEach(() => running.close());

const main = () => [running.ec2.networkAclId];
const add = (Tags: Tag[], Resources = main()) => running.client.send(new CreateTagsCommand({ Resources, Tags }));
const take = (Tags: Tag[] | undefined) => running.client.send(new DeleteTagsCommand({ Resources: main(), Tags }));
async function tags() {
  const { NetworkAcls } = await running.client.send(new DescribeNetworkAclsCommand({ NetworkAclIds: main() }));
  return NetworkAcls?.[0]?.Tags;
}

test('a tag is added, replaced by one of its key, and found by a filter', async () => {
  await add([
    { Key: 'Name', Value: 'web' },
    { Key: 'team', Value: 'ops' },
  ]);
  await add([{ Key: 'Name', Value: 'edge' }]);

  expect(await tags()).toEqual([
    { Key: 'team', Value: 'ops' },
    { Key: 'Name', Value: 'edge' },
  ]);
  const Filters = [{ Name: 'tag:Name', Values: ['edge'] }];
  const { NetworkAcls } = await running.client.send(new DescribeNetworkAclsCommand({ Filters }));
  expect(NetworkAcls?.map((acl) => acl.NetworkAclId)).toEqual(main());
});

test('a tag goes by its key, with a value only if it has that value, and all go where none is named', async () => {
  await add(['a', 'b', 'c', 'd'].map((Key) => ({ Key, Value: '1' })));

  await take([{ Key: 'a' }, { Key: 'b', Value: '1' }, { Key: 'c', Value: '2' }]);
  expect((await tags())?.map(({ Key }) => Key)).toEqual(['c', 'd']);
  await take(undefined);
  expect(await tags()).toEqual([]);
});

test.each([
  [[{ Key: 'aws:x', Value: '' }], 'InvalidParameterValue'],
  [[{ Key: 'k'.repeat(129), Value: '' }], 'InvalidParameterValue'],
  [[{ Key: 'k', Value: 'v'.repeat(257) }], 'InvalidParameterValue'],
  [
    [
      { Key: 'k', Value: '1' },
      { Key: 'k', Value: '2' },
    ],
    'InvalidParameterValue',
  ],
  [Array.from({ length: 51 }, (_, number) => ({ Key: `k${number}`, Value: '' })), 'TagLimitExceeded'],
  [[], 'MissingParameter'],
])('%j is refused', async (wrong, code) => {
  expect(await refusalOf(add(wrong))).toContain(`400 ${code}: `);
  expect(await tags()).toEqual([]);
});

test('what is no Network ACL is not tagged', async () => {
  const tag = [{ Key: 'k', Value: 'v' }];

  expect(await refusalOf(add(tag, ['acl-0123456789abcdef0']))).toContain('InvalidNetworkAclID.NotFound');
  expect(await refusalOf(add(tag, ['web-1']))).toContain('InvalidID');
});

test('a Network ACL is made with tags of its own type alone', async () => {
  const create = (ResourceType: ResourceType) => {
    const TagSpecifications = [{ ResourceType, Tags: [{ Key: 'Name', Value: 'aism' }] }];
    return running.client.send(
      new CreateNetworkAclCommand({ VpcId: running.ec2.networkAcls()[0]?.VpcId, TagSpecifications }),
    );
  };

  expect((await create('network-acl')).NetworkAcl?.Tags).toEqual([{ Key: 'Name', Value: 'aism' }]);
  expect(await refusalOf(create('subnet'))).toContain('InvalidParameterValue');
  expect(running.ec2.networkAcls()).toHaveLength(3);
});
