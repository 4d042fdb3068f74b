import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { CardValue } from '../card-value.ts';

/** What a form carries from the click to its submission. */
export interface FormOf extends CardValue {
  /** Where the answer goes; undefined: to the person. */
  channel: string | undefined;
}

/** The ids of inputs that several forms have. */
export const INPUTS = { duration: 'duration', other: 'other', reason: 'reason', range: 'range' } as const;

/** What a form looks like whatever it shows. */
export interface Frame {
  callback: string;
  title: string;
}

/** A form without a button: the skeleton, or why it is not for this person, which there is nothing to cancel about. */
export function frame({ callback, title }: Frame, form: FormOf, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: JSON.stringify([form.address, form.episode, form.channel ?? null, form.asOf ?? null]),
    title: text(title),
    close: text('Close'),
    blocks,
  };
}

/** What a form with a button has besides. */
export function submittable(label: string) {
  return { submit: text(label), close: text('Cancel') };
}

export function section(words: string): KnownBlock {
  return { type: 'section', text: text(words) };
}

export function text(words: string) {
  return { type: 'plain_text' as const, text: words };
}

/** Lengths to choose from, the first or `initial` chosen already, and a field for any other. */
export function durationInputs(
  label: string,
  choices: Readonly<Record<string, string>>,
  initial: string | undefined,
): InputBlock[] {
  const options = Object.entries(choices).map(([value, words]) => ({ text: text(words), value }));
  const first = options.find(({ value }) => value === initial) ?? options[0];
  return [
    {
      type: 'input',
      block_id: INPUTS.duration,
      label: text(label),
      element: {
        type: 'static_select',
        action_id: INPUTS.duration,
        options,
        ...(first ? { initial_option: first } : {}),
      },
    },
    {
      type: 'input',
      block_id: INPUTS.other,
      optional: true,
      label: text('Or another time'),
      element: {
        type: 'plain_text_input',
        action_id: INPUTS.other,
        max_length: 60,
        placeholder: text('90m, 3d or 1d12h'),
      },
    },
  ];
}

/** Why somebody does it: for the card and the history. */
export function reasonInput(hint: string, isOptional: boolean): InputBlock {
  return {
    type: 'input',
    block_id: INPUTS.reason,
    optional: isOptional,
    label: text('Why'),
    hint: text(hint),
    element: { type: 'plain_text_input', action_id: INPUTS.reason, max_length: 300 },
  };
}
