import type { Action, Request } from './action.ts';
import { readEntry, readEntryKey } from './entry-input.ts';
import { defaultQuota, type NetworkAcl, withNewEntry, withoutEntry, withReplacedEntry } from './network-acl.ts';
import { required } from './parameters.ts';
import { findById, networkAclKind } from './resource-id.ts';
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
