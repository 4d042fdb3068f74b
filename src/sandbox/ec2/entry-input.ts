import { canonicalCidr, canonicalIpv6Cidr } from './cidr.ts';
import { Ec2Error, invalidValue, missingParameter } from './errors.ts';
import type { Entry } from './network-acl.ts';
import { type Parameters, required } from './parameters.ts';

const tcp = 6;
const udp = 17;
const icmp = 1;
const icmpv6 = 58;

/** The rule that CreateNetworkAclEntry and ReplaceNetworkAclEntry are given, checked and in the form that EC2 keeps. */
export function readEntry(parameters: Parameters): Entry {
  const { RuleNumber, Egress } = readEntryKey(parameters);
  const protocol = readProtocol(required(parameters.text('Protocol'), 'protocol'));
  const range = readRange(parameters);
  const base = { RuleNumber, Protocol: String(protocol), RuleAction: readRuleAction(parameters), Egress, ...range };
  // Of all other protocols EC2 takes ports and types, and forgets them.
  if (protocol === tcp || protocol === udp) return { ...base, PortRange: readPortRange(parameters) };
  if (protocol === icmp || (protocol === icmpv6 && 'Ipv6CidrBlock' in range)) {
    return { ...base, IcmpTypeCode: readIcmpTypeCode(parameters) };
  }
  return base;
}

/** What names a rule within a Network ACL. The `*` rules (32767, 32768) are out of reach by their numbers. */
export function readEntryKey(parameters: Parameters): { RuleNumber: number; Egress: boolean } {
  const RuleNumber = required(parameters.integer('RuleNumber'), 'ruleNumber');
  if (RuleNumber < 1 || RuleNumber > 32766) {
    throw invalidValue(
      `Value (${RuleNumber}) for parameter ruleNumber is invalid. Rulenumber must be in range 1..32766`,
    );
  }
  return { RuleNumber, Egress: required(parameters.flag('Egress'), 'egress') };
}

/** EC2 takes only numbers here; it is the AWS CLI that turns `tcp`, `udp`, `icmp` and `all` into them. */
function readProtocol(text: string): number {
  if (!/^-?\d{1,3}$/.test(text) || Number(text) < -1 || Number(text) > 255) {
    throw invalidValue(`Invalid value '${text}' for IP protocol. Unknown protocol.`);
  }
  return Number(text);
}

function readRuleAction(parameters: Parameters): Entry['RuleAction'] {
  const text = required(parameters.text('RuleAction'), 'ruleAction');
  if (text !== 'allow' && text !== 'deny') throw invalidValue(`Invalid value '${text}' for ruleAction`);
  return text;
}

function readRange(parameters: Parameters): { CidrBlock: string } | { Ipv6CidrBlock: string } {
  const v4 = parameters.text('CidrBlock');
  const v6 = parameters.text('Ipv6CidrBlock');
  if (v4 !== undefined && v6 !== undefined) {
    throw new Ec2Error(
      'InvalidParameterCombination',
      "The parameters 'cidrBlock' and 'ipv6CidrBlock' cannot be used together",
    );
  }
  if (v4 !== undefined) return { CidrBlock: canonicalCidr(v4) };
  if (v6 !== undefined) return { Ipv6CidrBlock: canonicalIpv6Cidr(v6) };
  throw new Ec2Error('MissingParameter', "Either 'cidrBlock' or 'ipv6CidrBlock' should be provided.");
}

function readPortRange(parameters: Parameters): { From: number; To: number } {
  const From = within(parameters.integer('PortRange.From'), 'portRange.from', 0, 65535);
  const To = within(parameters.integer('PortRange.To'), 'portRange.to', 0, 65535);
  if (From > To) throw invalidValue(`Invalid value '${From}-${To}' for portRange. It ends before it begins.`);
  return { From, To };
}

function readIcmpTypeCode(parameters: Parameters): { Type: number; Code: number } {
  return {
    Type: within(parameters.integer('Icmp.Type'), 'icmpTypeCode.type', -1, 255),
    Code: within(parameters.integer('Icmp.Code'), 'icmpTypeCode.code', -1, 255),
  };
}

function within(value: number | undefined, name: string, least: number, most: number): number {
  if (value === undefined) throw missingParameter(name);
  if (value < least || value > most) {
    throw invalidValue(`Value (${value}) for parameter ${name} is invalid. It must be in range ${least}..${most}`);
  }
  return value;
}
