import type { Action, Request } from './action.ts';
import { Ec2Error, invalidValue } from './errors.ts';
import type { NetworkAcl } from './network-acl.ts';
import { type Parameters, required } from './parameters.ts';
import { rates } from './throttle.ts';

type Tag = NetworkAcl['Tags'][number];

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html, for Network ACLs: a key's value is replaced. */
export const createTags: Action = {
  rate: rates.mutating,
  run({ parameters, store }) {
    const acls = readResources(parameters, store);
    const tags = readTags(parameters, 'Tag');
    if (tags.length === 0) throw new Ec2Error('MissingParameter', 'The request must contain the parameter tagSet');
    store.put(
      ...acls.map((acl) => {
        const kept = acl.Tags.filter(({ Key }) => !tags.some((tag) => tag.Key === Key));
        return { ...acl, Tags: checkTags([...kept, ...tags]) };
      }),
    );
    return { return: true };
  },
};

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html: a tag that names its value goes only with that
 * value, and where no tag is named all go.
 */
export const deleteTags: Action = {
  rate: rates.mutating,
  run({ parameters, store }) {
    const acls = readResources(parameters, store);
    const named = parameters.numbers('Tag').map((number) => ({
      key: required(parameters.text(`Tag.${number}.Key`), `Tag.${number}.Key`),
      value: parameters.text(`Tag.${number}.Value`),
    }));
    const goes = ({ Key, Value }: Tag) =>
      named.length === 0 || named.some(({ key, value }) => key === Key && (value === undefined || value === Value));
    store.put(...acls.map((acl) => ({ ...acl, Tags: acl.Tags.filter((tag) => !goes(tag)) })));
    return { return: true };
  },
};

/** The tags with which something of this type is made. */
export function readTagSpecifications(parameters: Parameters, type: string): Tag[] {
  const tags = parameters.numbers('TagSpecification').flatMap((number) => {
    const given = required(
      parameters.text(`TagSpecification.${number}.ResourceType`),
      `TagSpecification.${number}.ResourceType`,
    );
    if (given !== type) throw invalidValue(`'${given}' is not a valid taggable resource type for this operation.`);
    return readTags(parameters, `TagSpecification.${number}.Tag`);
  });
  return checkTags(tags);
}

function readTags(parameters: Parameters, prefix: string): Tag[] {
  return parameters.numbers(prefix).map((number) => ({
    Key: required(parameters.text(`${prefix}.${number}.Key`), `${prefix}.${number}.Key`),
    Value: parameters.text(`${prefix}.${number}.Value`) ?? '',
  }));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
function checkTags(tags: Tag[]): Tag[] {
  for (const { Key, Value } of tags) {
    if (Key.toLowerCase().startsWith('aws:')) {
      throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
    }
    if (Key.length > 128) throw invalidValue(`Tag key exceeds the maximum length of 128 characters`);
    if (Value.length > 256) throw invalidValue(`Tag value exceeds the maximum length of 256 characters`);
    if (tags.filter((tag) => tag.Key === Key).length > 1) {
      throw invalidValue(`Duplicate tag key '${Key}' specified.`);
    }
  }
  if (tags.length > 50) throw new Ec2Error('TagLimitExceeded', 'The maximum number of Tags has been reached.');
  return tags;
}

/** Other resources of the sandbox have the tags with which they were made. */
function readResources(parameters: Parameters, store: Request['store']): NetworkAcl[] {
  const ids = parameters.list('ResourceId');
  if (ids.length === 0) throw new Ec2Error('MissingParameter', 'The request must contain the parameter resourceIdSet');
  return ids.map((id) => {
    const acl = store.networkAcls().find((one) => one.NetworkAclId === id);
    if (acl !== undefined) return acl;
    if (/^acl-[0-9a-f]{8,17}$/.test(id)) {
      throw new Ec2Error('InvalidNetworkAclID.NotFound', `The networkAcl ID '${id}' does not exist`);
    }
    throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
  });
}
