import type { ModalView } from '@slack/types';
import { type Address, display, parseHumanAddress } from '../../address/address.ts';
import { tooWideToAllow } from '../../decision/allowlist.ts';
import { plain } from '../cards/plain.ts';
import { VIEWS } from '../ids.ts';
import {
  durationInputs,
  type FormOf,
  type Frame,
  frame,
  INPUTS,
  reasonInput,
  section,
  submittable,
  text,
} from './form.ts';
import { NO_CARD, type Read, readLength, readMetadata, type Submitted, typed } from './read-form.ts';

const LENGTHS = { '7d': '7 d', '24h': '24 h', '30d': '30 d', '90d': '90 d' } as const;
const FRAME: Frame = { callback: VIEWS.allow, title: 'Never block it' };

/** What shows at once. */
export function allowSkeleton(form: FormOf): ModalView {
  return frame(FRAME, form, [section(`${display(form.address)}. One moment…`)]);
}

/** In the form's place, when it is not for this person. */
export function allowRefused(form: FormOf, why: string): ModalView {
  return frame(FRAME, form, [section(plain(why, 2900))]);
}

/** Which addresses, for how long and why. */
export function allowForm(form: FormOf): ModalView {
  return {
    ...frame(FRAME, form, [
      section(
        'Puts it on the allowlist: its alerts are recorded and not acted on, and blocks that it covers are lifted.',
      ),
      {
        type: 'input',
        block_id: INPUTS.range,
        label: text('Address or range'),
        element: {
          type: 'plain_text_input',
          action_id: INPUTS.range,
          initial_value: display(form.address),
          max_length: 100,
        },
      },
      ...durationInputs('For how long', LENGTHS, undefined),
      reasonInput('Tells the others whether it is still needed.', false),
    ]),
    ...submittable('Allow'),
  };
}

/** Reads the form as Slack sends it. Whether an analyst may exempt so much is asked later. */
export function readAllowForm(view: Submitted): Read<{ form: FormOf; cidr: Address; forMs: number; why: string }> {
  const form = readMetadata(view.private_metadata);
  if (!form) return { ok: false, errors: { [INPUTS.range]: NO_CARD } };
  const range = parseHumanAddress(typed(view, INPUTS.range));
  const wide = range.ok ? tooWideToAllow(range.address, true) : undefined;
  const length = readLength(view, LENGTHS);
  const why = typed(view, INPUTS.reason);
  const errors = {
    ...(range.ok ? {} : { [INPUTS.range]: range.why }),
    ...(wide ? { [INPUTS.range]: `Not so much: ${wide}.` } : {}),
    ...(length.ok ? {} : length.errors),
    ...(why === '' ? { [INPUTS.reason]: 'Say why.' } : {}),
  };
  if (!range.ok || !length.ok || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, form, cidr: range.address, forMs: length.ms, why };
}
