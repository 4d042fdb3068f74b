import type { ModalView } from '@slack/types';
import { display } from '../../address/address.ts';
import { plain } from '../cards/plain.ts';
import { isWide, reach } from '../cards/wide.ts';
import { VIEWS } from '../ids.ts';
import { durationInputs, type FormOf, type Frame, frame, INPUTS, reasonInput, section, submittable } from './form.ts';
import { NO_CARD, type Read, readLength, readMetadata, type Submitted, typed } from './read-form.ts';

export const LENGTHS = { '1h': '1 h', '4h': '4 h', '24h': '24 h', '7d': '7 d', '30d': '30 d' } as const;

/** What the form does: block, or put off the end of a block. */
export type BlockAct = 'block' | 'extend';

const FRAMES: Record<BlockAct, Frame> = {
  block: { callback: VIEWS.block, title: 'Block' },
  extend: { callback: VIEWS.extend, title: 'Extend the block' },
};

/** What shows at once. */
export function blockSkeleton(act: BlockAct, form: FormOf): ModalView {
  return frame(FRAMES[act], form, [section(`${display(form.address)}. Looking at what is known of it…`)]);
}

/** In the form's place, when there is nothing to submit. */
export function blockRefused(act: BlockAct, form: FormOf, why: string): ModalView {
  return frame(FRAMES[act], form, [section(plain(why, 2900))]);
}

/** How long and why. `known` says what happened, `initial` is the length that is chosen already. */
export function blockForm(
  act: BlockAct,
  form: FormOf,
  { known, initial }: { known: string; initial: string },
): ModalView {
  const name = display(form.address);
  const many = isWide(form.address)
    ? `${known.endsWith('.') ? '' : '.'} That denies ${reach(form.address)}, also those that did nothing.`
    : '';
  return {
    ...frame(FRAMES[act], form, [
      section(plain(`${name}: ${known}${many}`, 2900)),
      ...durationInputs(act === 'block' ? 'For how long' : 'How much longer', LENGTHS, initial),
      reasonInput('Stands on the card and in the history.', true),
    ]),
    ...submittable(act === 'block' ? 'Block' : 'Extend'),
  };
}

/** Reads the form as Slack sends it. */
export function readBlockForm(view: Submitted): Read<{ form: FormOf; forMs: number; why: string }> {
  const form = readMetadata(view.private_metadata);
  if (!form) return { ok: false, errors: { [INPUTS.duration]: NO_CARD } };
  const length = readLength(view, LENGTHS);
  return length.ok ? { ok: true, form, forMs: length.ms, why: typed(view, INPUTS.reason) } : length;
}
