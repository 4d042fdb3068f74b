"""Uses the sandbox's EC2 as any boto3 program uses AWS's. Arguments: the endpoint's URL, the Network ACL's id."""

import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

url, acl_id = sys.argv[1:]
settings = dict(
    endpoint_url=url,
    region_name="eu-central-1",
    aws_access_key_id="sandbox",
    aws_secret_access_key="sandbox",
    config=Config(retries={"max_attempts": 1, "mode": "standard"}),
)
ec2 = boto3.client("ec2", **settings)
done = []


def check(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: expected {expected!r}, found {found!r}")
    done.append(what)


def refused(what, code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        check(what, error.response["Error"]["Code"], code)
    else:
        sys.exit(f"{what}: expected {code}, but it succeeded")


def added():
    entries = ec2.describe_network_acls(NetworkAclIds=[acl_id])["NetworkAcls"][0]["Entries"]
    return [entry for entry in entries if entry["RuleNumber"] < 100]


rule = dict(NetworkAclId=acl_id, RuleNumber=7, Protocol="6", RuleAction="deny", Egress=False)
ssh = dict(PortRange={"From": 22, "To": 22})
key = dict(NetworkAclId=acl_id, RuleNumber=7, Egress=False)

# Lists
pages = ec2.get_paginator("describe_network_acls").paginate(PaginationConfig={"PageSize": 5})
check("both Network ACLs are listed", len([acl for page in pages for acl in page["NetworkAcls"]]), 2)
vpc = ec2.describe_vpcs()["Vpcs"][0]
subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc["VpcId"]]}])["Subnets"]
check("the VPC has two subnets", len(subnets), 2)
by_subnet = [{"Name": "association.subnet-id", "Values": [subnets[0]["SubnetId"]]}]
found = ec2.describe_network_acls(Filters=by_subnet)["NetworkAcls"]
check("the subnet's Network ACL is found", [acl["NetworkAclId"] for acl in found], [acl_id])
check("there are three interfaces", len(ec2.describe_network_interfaces()["NetworkInterfaces"]), 3)

# Creates, replaces and deletes
ec2.create_network_acl_entry(**rule, **ssh, CidrBlock="203.0.113.9/24")
created = {"RuleNumber": 7, "Protocol": "6", "RuleAction": "deny", "Egress": False, "CidrBlock": "203.0.113.0/24", **ssh}
check("a rule is created", added(), [created])
ec2.replace_network_acl_entry(**{**rule, "Protocol": "-1"}, Ipv6CidrBlock="2001:db8::1/64")
replaced = {"RuleNumber": 7, "Protocol": "-1", "RuleAction": "deny", "Egress": False, "Ipv6CidrBlock": "2001:db8::/64"}
check("a rule is replaced", added(), [replaced])
refused("a number is taken", "NetworkAclEntryAlreadyExists", ec2.create_network_acl_entry, **rule, **ssh, CidrBlock="0.0.0.0/0")
ec2.delete_network_acl_entry(**key)
check("a rule is deleted", added(), [])

# Uses the resource interface
network_acl = boto3.resource("ec2", **settings).NetworkAcl(acl_id)
network_acl.create_entry(**{name: value for name, value in rule.items() if name != "NetworkAclId"}, **ssh, CidrBlock="198.51.100.9/32")
network_acl.reload()
check("the resource sees its rule", [e["CidrBlock"] for e in network_acl.entries if e["RuleNumber"] == 7], ["198.51.100.9/32"])
network_acl.delete_entry(RuleNumber=7, Egress=False)

# Is refused
create, delete, replace = ec2.create_network_acl_entry, ec2.delete_network_acl_entry, ec2.replace_network_acl_entry
good = dict(**rule, **ssh, CidrBlock="203.0.113.9/32")
refused("nothing to delete", "InvalidNetworkAclEntry.NotFound", delete, **key)
refused("nothing to replace", "InvalidNetworkAclEntry.NotFound", replace, **good)
refused("a * rule", "InvalidParameterValue", delete, **{**key, "RuleNumber": 32767})
refused("a bad CIDR block", "InvalidParameterValue", create, **{**good, "CidrBlock": "203.0.113.9/33"})
refused("a protocol by name", "InvalidParameterValue", create, **{**good, "Protocol": "tcp"})
refused("no ports", "MissingParameter", create, **rule, CidrBlock="203.0.113.9/32")
refused("two ranges", "InvalidParameterCombination", create, **good, Ipv6CidrBlock="::/0")
refused("an unknown Network ACL", "InvalidNetworkAclID.NotFound", create, **{**good, "NetworkAclId": "acl-0123456789abcdef0"})
refused("no id", "InvalidNetworkAclId.Malformed", ec2.describe_network_acls, NetworkAclIds=["nacl-1"])
refused("a dry run", "DryRunOperation", create, **good, DryRun=True)
refused("another action", "InvalidAction", ec2.describe_regions)
for number in range(1, 17):
    create(**{**good, "RuleNumber": number})
refused("the 21st rule", "NetworkAclEntryLimitExceeded", create, **{**good, "RuleNumber": 17})
for number in range(1, 17):
    delete(**{**key, "RuleNumber": number})

# Makes a Network ACL
made = ec2.create_network_acl(VpcId=vpc["VpcId"])["NetworkAcl"]
check("a new Network ACL denies", [entry["RuleAction"] for entry in made["Entries"]], ["deny"] * 4)
spare = made["NetworkAclId"]

# Moves a subnet there and back, tags and deletes
def subnets_of(network_acl_id):
    associations = ec2.describe_network_acls(NetworkAclIds=[network_acl_id])["NetworkAcls"][0]["Associations"]
    return {each["SubnetId"]: each["NetworkAclAssociationId"] for each in associations}


before = subnets_of(acl_id)
subnet, association = next(iter(before.items()))
moved = ec2.replace_network_acl_association(AssociationId=association, NetworkAclId=spare)["NewAssociationId"]
check("a subnet is moved", subnets_of(spare), {subnet: moved})
refused("a Network ACL in use stays", "DependencyViolation", ec2.delete_network_acl, NetworkAclId=spare)
refused("the old association is gone", "InvalidAssociationID.NotFound", ec2.replace_network_acl_association, AssociationId=association, NetworkAclId=spare)
ec2.replace_network_acl_association(AssociationId=moved, NetworkAclId=acl_id)
check("the subnet is back", sorted(subnets_of(acl_id)), sorted(before))
ec2.create_tags(Resources=[spare], Tags=[{"Key": "Name", "Value": "spare"}])
tagged = ec2.describe_network_acls(Filters=[{"Name": "tag:Name", "Values": ["spare"]}])["NetworkAcls"]
check("a tag is found", [each["NetworkAclId"] for each in tagged], [spare])
ec2.delete_tags(Resources=[spare], Tags=[{"Key": "Name"}])
check("a tag is taken away", ec2.describe_network_acls(NetworkAclIds=[spare])["NetworkAcls"][0]["Tags"], [])
ec2.delete_network_acl(NetworkAclId=spare)
refused("a deleted Network ACL is gone", "InvalidNetworkAclID.NotFound", ec2.delete_network_acl, NetworkAclId=spare)

# Addresses and gateways
check("two Elastic IPs", len(ec2.describe_addresses()["Addresses"]), 2)
gateway = ec2.describe_nat_gateways()["NatGateways"][0]
check("the NAT gateway's address is an Elastic IP", len(ec2.describe_addresses(PublicIps=[gateway["NatGatewayAddresses"][0]["PublicIp"]])["Addresses"]), 1)

# Another region, another account
ireland = boto3.client("ec2", **{**settings, "region_name": "eu-west-1"})
check("another region has its own VPC", ireland.describe_vpcs()["Vpcs"][0]["VpcId"] == vpc["VpcId"], False)
sts = boto3.client("sts", **settings)
check("who am I", sts.get_caller_identity()["Account"], vpc["OwnerId"])
role = sts.assume_role(RoleArn="arn:aws:iam::210987654321:role/aism", RoleSessionName="peer")
check("the role's session", role["AssumedRoleUser"]["Arn"], "arn:aws:sts::210987654321:assumed-role/aism/peer")
key = role["Credentials"]
session = dict(aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
other = boto3.client("ec2", **{**settings, **session, "aws_session_token": key["SessionToken"]})
check("the role's account", other.describe_vpcs()["Vpcs"][0]["OwnerId"], "210987654321")
refused("a key without its token", "AuthFailure", boto3.client("ec2", **{**settings, **session}).describe_vpcs)
refused("a role that is forbidden", "AccessDenied", sts.assume_role, RoleArn="arn:aws:iam::210987654321:role/forbidden", RoleSessionName="peer")
refused("a bad session name", "ValidationError", sts.assume_role, RoleArn="arn:aws:iam::210987654321:role/aism", RoleSessionName="a b")

print(f"{len(done)} checks")
