import { type Address, isAddress } from '../address/address.ts';

/** What a button carries: which card it stands on. */
export interface CardValue {
  address: Address;
  episode: string;
  /** What the card showed when it was drawn: the mark of its block, for Extend the block's end. Old cards have none. */
  asOf?: string;
}

/** `block` and `ignore` act at once; the others open a form: `scope` asks what to ignore. */
const CHOICES = ['block', 'ignore', 'scope', 'block-form', 'extend-form', 'allow'] as const;
export type Choice = (typeof CHOICES)[number];

/** What a choice of the overflow menu carries besides. */
export interface ChoiceValue extends CardValue {
  act: Choice;
  /** How long; for a form what it proposes, `-` where it proposes nothing. */
  duration: string;
}

/** As `203.0.113.9/32|12-0|14`. */
export function cardValue({ address, episode, asOf }: CardValue): string {
  return [address, episode, ...(asOf === undefined ? [] : [asOf])].join('|');
}

export function readCardValue(value: string): CardValue | undefined {
  const [address = '', episode, asOf] = value.split('|');
  return isAddress(address) && episode ? { address, episode, ...(asOf ? { asOf } : {}) } : undefined;
}

/** As `block|24h|203.0.113.9/32|12-0|14`: Slack allows 150 characters. */
export function choiceValue(act: Choice, duration: string, card: string): string {
  return `${act}|${duration}|${card}`;
}

export function readChoiceValue(value: string): ChoiceValue | undefined {
  const [first, duration, ...card] = value.split('|');
  const act = CHOICES.find((each) => each === first);
  const stands = readCardValue(card.join('|'));
  return stands && duration && act ? { act, duration, ...stands } : undefined;
}
