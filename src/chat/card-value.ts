import { type Address, isAddress } from '../address/address.ts';

/** What a button carries: which card it stands on. */
export interface CardValue {
  address: Address;
  episode: string;
}

/** What a choice of the overflow menu carries besides. */
export interface ChoiceValue extends CardValue {
  /** `scope`: a form asks what to ignore and for how long. */
  act: 'block' | 'ignore' | 'scope';
  duration: string;
}

/** As `203.0.113.9/32|12-0`. */
export function readCardValue(value: string): CardValue | undefined {
  const [address = '', episode] = value.split('|');
  return isAddress(address) && episode ? { address, episode } : undefined;
}

/** As `block|24h|203.0.113.9/32|12-0`: Slack allows 150 characters. */
export function choiceValue(act: ChoiceValue['act'], duration: string, card: string): string {
  return `${act}|${duration}|${card}`;
}

export function readChoiceValue(value: string): ChoiceValue | undefined {
  const [act, duration, ...card] = value.split('|');
  const stands = readCardValue(card.join('|'));
  return stands && duration && (act === 'block' || act === 'ignore' || act === 'scope')
    ? { act, duration, ...stands }
    : undefined;
}
