import type { Address } from '../address/address.ts';
import { type AddressField, ecsAddressFields, explicitFields, otherAddressFields } from './address-fields.ts';
import { type Body, isBody, ownValue, textsAt } from './body-fields.ts';
import { isMeantAsAddress, judgeAddress, withoutPort } from './judge-address.ts';
import { addressFieldsOfQueryKey, addressInCompoundKey } from './query-key.ts';
import { addressInSshLine } from './ssh-line.ts';
import { topEventFields, topEventTexts, topEventTotals } from './top-events.ts';

/** More in one body are a mistake or an attack on us. */
const MOST_ATTACKERS = 100;
/** Texts to look at in one field: bounds the work, and the list of refusals. */
const MOST_TEXTS = 1000;

export interface FoundAttackers {
  /** Ordinary single addresses, each once. Empty when all that the field held was refused. */
  addresses: Address[];
  /** How many events each made, where the field itself says so. */
  totals: Map<Address, number>;
  /** Sentences about what was not taken, and why. */
  refused: string[];
  from: { kind: 'explicit' | 'field' | 'top-events' | 'message'; field: string };
}

/**
 * Finds whom a body accuses. The first place that speaks decides, also when its address is refused: falling through to
 * the next could accuse a proxy. The order: `aism_ip`, the rule's query_key, `attacker_ip`, `top_events_*`, ECS's
 * fields, older fields, a compound key, and last an sshd line. Undefined when no place speaks.
 */
export function findAttackers(body: Body): FoundAttackers | undefined {
  return (
    explicit(body, explicitFields.slice(0, 2)) ??
    firstOf(body, addressFieldsOfQueryKey(body).map(definitionOf)) ??
    explicit(body, explicitFields.slice(2)) ??
    topEvents(body) ??
    firstOf(body, [...ecsAddressFields, ...otherAddressFields]) ??
    compoundKey(body) ??
    sshLine(body)
  );
}

function explicit(body: Body, names: readonly string[]): FoundAttackers | undefined {
  const [field] = names.filter((name) => isBody(ownValue(body, name)) || textsAt(body, name).length > 0);
  if (field === undefined) return undefined;
  const texts = names.flatMap((name) => textsAt(body, name)).flatMap((text) => text.split(/[,;\s]+/));
  const found = judgeAll(
    { name: field },
    texts.filter((text) => text !== ''),
    'explicit',
  );
  return (
    found ?? {
      ...nothing(field, 'explicit'),
      refused: [`${field} holds no address: send it as text, like 203.0.113.9.`],
    }
  );
}

function definitionOf(name: string): AddressField {
  return otherAddressFields.find((field) => field.name === name) ?? { name };
}

function firstOf(body: Body, fields: readonly AddressField[]): FoundAttackers | undefined {
  for (const field of fields) {
    if (field.onlyIf && !textsAt(body, field.onlyIf.field).includes(field.onlyIf.is)) continue;
    const found = judgeAll(field, textsAt(body, field.name), 'field');
    if (found !== undefined) return found;
  }
  return undefined;
}

function topEvents(body: Body): FoundAttackers | undefined {
  for (const field of topEventFields(body)) {
    const found = judgeAll(definitionOf(field), topEventTexts(body, field), 'top-events');
    if (found !== undefined) return { ...found, totals: topEventTotals(body, field) };
  }
  return undefined;
}

function compoundKey(body: Body): FoundAttackers | undefined {
  const part = addressInCompoundKey(body);
  return part && judgeAll(definitionOf(part.field), [part.text], 'field');
}

function sshLine(body: Body): FoundAttackers | undefined {
  const text = addressInSshLine(body);
  return text === undefined ? undefined : judgeAll({ name: 'message' }, [text], 'message');
}

function nothing(field: string, kind: FoundAttackers['from']['kind']): FoundAttackers {
  return { addresses: [], totals: new Map(), refused: [], from: { kind, field } };
}

/** Undefined when the texts say nothing about an address at all. */
function judgeAll(
  field: AddressField,
  texts: string[],
  kind: FoundAttackers['from']['kind'],
): FoundAttackers | undefined {
  const found = nothing(field.name, kind);
  const addresses = new Set<Address>();
  for (const text of texts.slice(0, MOST_TEXTS).filter((candidate) => candidate !== field.none)) {
    const judged = judgeAddress(field.mayBeName ? withoutPort(text) : text);
    if (judged.ok) addresses.add(judged.address);
    else if (!field.mayBeName || isMeantAsAddress(text)) found.refused.push(`${field.name}: ${judged.why}`);
  }
  found.addresses = [...addresses].slice(0, MOST_ATTACKERS);
  if (addresses.size > MOST_ATTACKERS || texts.length > MOST_TEXTS) {
    found.refused.push(`${field.name}: only the first ${MOST_ATTACKERS} of its addresses were taken.`);
  }
  return addresses.size + found.refused.length > 0 ? found : undefined;
}
