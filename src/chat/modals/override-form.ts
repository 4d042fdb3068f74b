import type { ModalView } from '@slack/types';
import { display } from '../../address/address.ts';
import { plain } from '../cards/plain.ts';
import { VIEWS } from '../ids.ts';
import { durationInputs, type FormOf, type Frame, frame, INPUTS, reasonInput, section, submittable } from './form.ts';
import { NO_CARD, type Read, readLength, readMetadata, type Submitted, typed } from './read-form.ts';

const LENGTHS = { '1h': '1 h', '4h': '4 h', '24h': '24 h' } as const;
const FRAME: Frame = { callback: VIEWS.override, title: 'Block all the same' };

/** What shows at once. */
export function overrideSkeleton(form: FormOf): ModalView {
  return frame(FRAME, form, [section(`${display(form.address)}. Looking why it is never blocked…`)]);
}

/** In the form's place, when there is nothing to propose. */
export function overrideRefused(form: FormOf, why: string): ModalView {
  return frame(FRAME, form, [section(plain(why, 2900))]);
}

/** How long and why; `guarded` is why it is never blocked. */
export function overrideForm(form: FormOf, guarded: string): ModalView {
  return {
    ...frame(FRAME, form, [
      section(
        plain(
          `${guarded}. Nothing is blocked before somebody else approves it, within 15 minutes, on a card in the channel; one of you two is a lead.`,
          2900,
        ),
      ),
      ...durationInputs('For how long', LENGTHS, undefined),
      reasonInput('Whoever approves it must know.', false),
    ]),
    ...submittable('Propose'),
  };
}

/** Reads the form as Slack sends it. */
export function readOverrideForm(view: Submitted): Read<{ form: FormOf; forMs: number; why: string }> {
  const form = readMetadata(view.private_metadata);
  if (!form) return { ok: false, errors: { [INPUTS.reason]: NO_CARD } };
  const length = readLength(view, LENGTHS);
  const why = typed(view, INPUTS.reason);
  const errors = { ...(length.ok ? {} : length.errors), ...(why === '' ? { [INPUTS.reason]: 'Say why.' } : {}) };
  return length.ok && why !== '' ? { ok: true, form, forMs: length.ms, why } : { ok: false, errors };
}
