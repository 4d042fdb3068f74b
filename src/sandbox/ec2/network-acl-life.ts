import { newId } from './account.ts';
import type { Action } from './action.ts';
import { networkAclXml } from './describe-network-acls.ts';
import { Ec2Error, invalidValue } from './errors.ts';
import { initialEntries, type NetworkAcl } from './network-acl.ts';
import { required } from './parameters.ts';
import { associationKind, findById, networkAclKind, vpcKind } from './resource-id.ts';
import { readTagSpecifications } from './tags.ts';
import { rates } from './throttle.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAcl.html: it begins by denying everything. */
export const createNetworkAcl: Action = {
  rate: rates.mutating,
  run({ parameters, store }) {
    const vpcIds = [store.account.vpcId];
    const VpcId = findById(vpcKind, vpcIds, (id) => id, required(parameters.text('VpcId'), 'vpcId'));
    const ClientToken = parameters.text('ClientToken');
    const Tags = readTagSpecifications(parameters, 'network-acl');
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

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteNetworkAcl.html: not the default one, and none in use. */
export const deleteNetworkAcl: Action = {
  rate: rates.mutating,
  run({ parameters, store }) {
    const id = required(parameters.text('NetworkAclId'), 'networkAclId');
    const acl = findById(networkAclKind, store.networkAcls(), (one) => one.NetworkAclId, id);
    if (acl.IsDefault) throw invalidValue('The default network ACL cannot be deleted');
    if (acl.Associations.length > 0) {
      throw new Ec2Error('DependencyViolation', `The networkAcl '${id}' has dependencies and cannot be deleted.`);
    }
    store.remove(id);
    return { return: true };
  },
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceNetworkAclAssociation.html: moves a subnet. */
export const replaceNetworkAclAssociation: Action = {
  rate: rates.mutating,
  run({ parameters, store }) {
    const associationId = required(parameters.text('AssociationId'), 'associationId');
    const networkAclId = required(parameters.text('NetworkAclId'), 'networkAclId');
    const acls = store.networkAcls();
    const associations = acls.flatMap((acl) => acl.Associations);
    const old = findById(associationKind, associations, (one) => one.NetworkAclAssociationId, associationId);
    const to = findById(networkAclKind, acls, (one) => one.NetworkAclId, networkAclId);
    const association = { ...old, NetworkAclAssociationId: newId('aclassoc'), NetworkAclId: networkAclId };
    const others = ({ Associations }: NetworkAcl) => Associations.filter((one) => one !== old);
    const from = findById(networkAclKind, acls, (one) => one.NetworkAclId, old.NetworkAclId);
    store.put({ ...from, Associations: others(from) }, { ...to, Associations: [...others(to), association] });
    return { newAssociationId: association.NetworkAclAssociationId };
  },
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const aclsPerVpc = 200;
