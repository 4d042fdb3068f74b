import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { display } from '../../address/address.ts';
import type { Hidden } from '../../response/preview-snooze.ts';
import type { CardValue } from '../card-value.ts';
import { plain } from '../cards/plain.ts';
import { VIEWS } from '../ids.ts';
import { sayHidden } from '../say-snooze.ts';

/** What is silenced: the card's rule about its address, every rule about it, or its rule about every address. */
export type Scope = 'this' | 'address' | 'rule';

/** What each scope would have hidden; undefined: that could not be read. */
export type Preview = Record<Scope, Hidden> | undefined;

/** What the form carries from the click to its submission. */
export interface FormOf extends CardValue {
  /** Where the answer goes; undefined: to the person. */
  channel: string | undefined;
}

export const BLOCKS = { scope: 'scope', duration: 'duration' } as const;
export const DURATIONS = { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' } as const;
export type DurationKey = keyof typeof DURATIONS;

/** What shows at once: Slack gives three seconds to open a form, and the numbers may take longer. */
export function ignoreSkeleton(form: FormOf): ModalView {
  return frame(form, [section(`About ${display(form.address)}. Looking at the last 7 days…`)]);
}

/** In the form's place, when it is not for this person, or its card is gone. */
export function ignoreRefused(form: FormOf, why: string): ModalView {
  return frame(form, [section(why)]);
}

/** The form, with what each choice would have hidden. Only a lead may choose 30 days. */
export function ignoreForm(
  form: FormOf,
  { rule, preview, isLead }: { rule: string; preview: Preview; isLead: boolean },
): ModalView {
  const name = display(form.address);
  const scopes: PlainTextOption[] = [
    choice('this', `${plain(rule, 30)}, about ${name}`, preview, true),
    choice('address', `every rule, about ${name}`, preview, true),
    choice('rule', `${plain(rule, 30)}, about every address`, preview, false),
  ];
  const keys = (Object.keys(DURATIONS) as DurationKey[]).filter((key) => isLead || key !== '30d');
  const durations = keys.map((key) => ({ text: text(DURATIONS[key]), value: key }));
  const [first, hour] = [scopes[0], durations[0]];
  const looked = preview
    ? 'Below each choice stands what it would have hidden in the last 7 days.'
    : 'What it would have hidden in the last 7 days could not be read just now.';
  return {
    ...frame(form, [
      section(`${looked} Alerts are recorded all the same, and never-blocked addresses are still told of.`),
      {
        type: 'input',
        block_id: BLOCKS.scope,
        label: text('What to ignore'),
        element: {
          type: 'radio_buttons',
          action_id: BLOCKS.scope,
          options: scopes,
          ...(first ? { initial_option: first } : {}),
        },
      },
      {
        type: 'input',
        block_id: BLOCKS.duration,
        label: text('For how long'),
        element: {
          type: 'static_select',
          action_id: BLOCKS.duration,
          options: durations,
          ...(hour ? { initial_option: hour } : {}),
        },
      },
    ]),
    submit: text('Ignore'),
  };
}

function frame(form: FormOf, blocks: KnownBlock[]): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.ignore,
    private_metadata: JSON.stringify([form.address, form.episode, form.channel]),
    title: text('Ignore alerts'),
    close: text('Cancel'),
    blocks,
  };
}

/** Slack takes 75 characters in an option's text and in its description. */
function choice(scope: Scope, label: string, preview: Preview, isOneAddress: boolean): PlainTextOption {
  const description = preview ? { description: text(plain(sayHidden(preview[scope], isOneAddress), 75)) } : {};
  return { text: text(plain(label, 75)), value: scope, ...description };
}

function section(words: string): KnownBlock {
  return { type: 'section', text: text(words) };
}

function text(words: string) {
  return { type: 'plain_text' as const, text: words };
}
