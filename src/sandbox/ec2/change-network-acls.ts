import { newId } from './account.ts';
import type { Action, Request } from './action.ts';
import { networkAclXml } from './describe-network-acls.ts';
import { readEntry, readEntryKey } from './entry-input.ts';
import { Ec2Error } from './errors.ts';
import {
  defaultQuota,
  initialEntries,
  type NetworkAcl,
  withNewEntry,
  withoutEntry,
  withReplacedEntry,
} from './network-acl.ts';
import { type Parameters, required } from './parameters.ts';
import { findById, networkAclKind, vpcKind } from './resource-id.ts';
import { rates } from './throttle.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
export const createNetworkAclEntry = change(({ parameters, fault }) => {
  const entry = readEntry(parameters);
  return (acl) => withNewEntry(acl, entry, fault.quota ?? defaultQuota);
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclEntry.html */
export const replaceNetworkAclEntry = change(({ parameters }) => {
  const entry = readEntry(parameters);
  return (acl) => withReplacedEntry(acl, entry);
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAclEntry.html */
export const deleteNetworkAclEntry = change(({ parameters }) => {
  const { RuleNumber, Egress } = readEntryKey(parameters);
  return (acl) => withoutEntry(acl, RuleNumber, Egress);
});

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html: it begins by denying everything. */
export const createNetworkAcl: Action = {
  rate: rates.mutating,
  run({ parameters, store }: Request) {
    const vpcIds = [store.account.vpcId];
    const VpcId = findById(vpcKind, vpcIds, (id) => id, required(parameters.text('VpcId'), 'vpcId'));
    const ClientToken = parameters.text('ClientToken');
    const Tags = readTags(parameters);
    const acls = store.networkAcls();
    const same = acls.find((acl) => ClientToken !== undefined && acl.ClientToken === ClientToken);
    if (same === undefined && acls.length >= aclsPerVpc) {
      throw new Ec2Error('NetworkAclLimitExceeded', 'The maximum number of network ACLs has been reached.');
    }
    const acl: NetworkAcl = same ?? {
      NetworkAclId: newId('acl'),
      VpcId,
      IsDefault: false,
      Entries: initialEntries({ allowAll: false }),
      Associations: [],
      Tags,
      ...(ClientToken === undefined ? {} : { ClientToken }),
    };
    if (same === undefined) store.put(acl);
    return { networkAcl: networkAclXml(acl, store.account.ownerId), clientToken: ClientToken };
  },
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const aclsPerVpc = 200;

/** A change of one Network ACL's rules: first the whole request is read, then the Network ACL is looked for and changed. */
function change(read: (request: Request) => (acl: NetworkAcl) => NetworkAcl): Action {
  return {
    rate: rates.mutating,
    run(request) {
      const { parameters, store } = request;
      const id = required(parameters.text('NetworkAclId'), 'networkAclId');
      const apply = read(request);
      store.put(apply(findById(networkAclKind, store.networkAcls(), (acl) => acl.NetworkAclId, id)));
      return { return: true };
    },
  };
}

function readTags(parameters: Parameters): NetworkAcl['Tags'] {
  return parameters.numbers('TagSpecification').flatMap((specification) => {
    const prefix = `TagSpecification.${specification}.Tag`;
    return parameters.numbers(prefix).map((number) => ({
      Key: required(parameters.text(`${prefix}.${number}.Key`), `${prefix}.${number}.Key`),
      Value: parameters.text(`${prefix}.${number}.Value`) ?? '',
    }));
  });
}
