import type { Action } from './action.ts';
import { createNetworkAclEntry, deleteNetworkAclEntry, replaceNetworkAclEntry } from './change-network-acls.ts';
import { describeAddresses } from './describe-addresses.ts';
import { describeNatGateways } from './describe-nat-gateways.ts';
import { describeSubnets, describeVpcs } from './describe-network.ts';
import { describeNetworkAcls } from './describe-network-acls.ts';
import { describeNetworkInterfaces } from './describe-network-interfaces.ts';
import { Ec2Error } from './errors.ts';
import { createNetworkAcl, deleteNetworkAcl, replaceNetworkAclAssociation } from './network-acl-life.ts';
import type { Parameters } from './parameters.ts';
import { createTags, deleteTags } from './tags.ts';

/** The action that a request asks for, out of those that the sandbox has. */
export function findAction(parameters: Parameters): { name: string; action: Action } {
  const name = parameters.text('Action');
  if (name === undefined || name === '') {
    throw new Ec2Error('MissingAction', 'The request must contain the parameter Action');
  }
  const action = actions.get(name);
  if (action === undefined) {
    throw new Ec2Error('InvalidAction', `The action ${name} is not valid for this web service.`);
  }
  return { name, action };
}

const actions = new Map<string, Action>([
  ['CreateNetworkAcl', createNetworkAcl],
  ['CreateNetworkAclEntry', createNetworkAclEntry],
  ['CreateTags', createTags],
  ['DeleteNetworkAcl', deleteNetworkAcl],
  ['DeleteNetworkAclEntry', deleteNetworkAclEntry],
  ['DeleteTags', deleteTags],
  ['DescribeAddresses', describeAddresses],
  ['DescribeNatGateways', describeNatGateways],
  ['DescribeNetworkAcls', describeNetworkAcls],
  ['DescribeNetworkInterfaces', describeNetworkInterfaces],
  ['DescribeSubnets', describeSubnets],
  ['DescribeVpcs', describeVpcs],
  ['ReplaceNetworkAclAssociation', replaceNetworkAclAssociation],
  ['ReplaceNetworkAclEntry', replaceNetworkAclEntry],
]);
