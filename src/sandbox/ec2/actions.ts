import type { Action } from './action.ts';
import {
  createNetworkAcl,
  createNetworkAclEntry,
  deleteNetworkAclEntry,
  replaceNetworkAclEntry,
} from './change-network-acls.ts';
import { describeSubnets, describeVpcs } from './describe-network.ts';
import { describeNetworkAcls } from './describe-network-acls.ts';
import { describeNetworkInterfaces } from './describe-network-interfaces.ts';
import { Ec2Error } from './errors.ts';
import type { Parameters } from './parameters.ts';

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
  ['DeleteNetworkAclEntry', deleteNetworkAclEntry],
  ['DescribeNetworkAcls', describeNetworkAcls],
  ['DescribeNetworkInterfaces', describeNetworkInterfaces],
  ['DescribeSubnets', describeSubnets],
  ['DescribeVpcs', describeVpcs],
  ['ReplaceNetworkAclEntry', replaceNetworkAclEntry],
]);
