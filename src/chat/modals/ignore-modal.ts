import type { ModalView, PlainTextOption } from '@slack/types';
import { display } from '../../address/address.ts';
import type { Hidden } from '../../response/preview-snooze.ts';
import { plain } from '../cards/plain.ts';
import { VIEWS } from '../ids.ts';
import { sayHidden } from '../say-snooze.ts';
import { durationInputs, type FormOf, type Frame, frame, section, submittable, text } from './form.ts';

/** What is silenced: the card's rule about its address, every rule about it, or its rule about every address. */
export type Scope = 'this' | 'address' | 'rule';

/** What each scope would have hidden; undefined: that could not be read. */
export type Preview = Record<Scope, Hidden> | undefined;

export const BLOCKS = { scope: 'scope' } as const;
const FRAME: Frame = { callback: VIEWS.ignore, title: 'Ignore alerts' };
export const DURATIONS = { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' } as const;
type DurationKey = keyof typeof DURATIONS;

/** What shows at once: Slack gives three seconds to open a form, and the numbers may take longer. */
export function ignoreSkeleton(form: FormOf): ModalView {
  return frame(FRAME, form, [section(`About ${display(form.address)}. Looking at the last 7 days…`)]);
}

/** In the form's place, when it is not for this person, or its card is gone. */
export function ignoreRefused(form: FormOf, why: string): ModalView {
  return frame(FRAME, form, [section(why)]);
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
  const [first] = scopes;
  const looked = preview
    ? 'Below each choice stands what it would have hidden in the last 7 days.'
    : 'What it would have hidden in the last 7 days could not be read just now.';
  return {
    ...frame(FRAME, form, [
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
      ...durationInputs('For how long', Object.fromEntries(keys.map((key) => [key, DURATIONS[key]])), undefined),
    ]),
    ...submittable('Ignore'),
  };
}

/** Slack takes 75 characters in an option's text and in its description. */
function choice(scope: Scope, label: string, preview: Preview, isOneAddress: boolean): PlainTextOption {
  const description = preview ? { description: text(plain(sayHidden(preview[scope], isOneAddress), 75)) } : {};
  return { text: text(plain(label, 75)), value: scope, ...description };
}
