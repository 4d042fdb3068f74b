import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import { isAddress } from '../../address/address.ts';
import { parseDuration, SHORTEST_MS } from '../../decision/duration.ts';
import { plain } from '../cards/plain.ts';
import { type FormOf, INPUTS } from './form.ts';

/** A submitted form, as far as it is read. */
export type Submitted = Pick<ViewOutput, 'private_metadata' | 'state'>;

/** What a form asks for, or what to say at which of its inputs. Nothing here asks anybody. */
export type Read<T> = ({ ok: true } & T) | { ok: false; errors: Record<string, string> };

/** Said at the first input of a form whose card AISM cannot tell. */
export const NO_CARD = 'This form belongs to no card that AISM knows. Close it and open it anew.';

const optional = z.string().nullish();
const metadataSchema = z.tuple([z.string(), z.string().min(1), optional]).rest(optional);
const chosenSchema = z.object({ selected_option: z.object({ value: z.string() }) });
const typedSchema = z.object({ value: z.string() });

/** Which card a form stands for; undefined when that cannot be told. */
export function readMetadata(metadata: string): FormOf | undefined {
  try {
    const [address, episode, channel, asOf] = metadataSchema.parse(JSON.parse(metadata));
    if (!isAddress(address)) return undefined;
    return { address, episode, channel: channel ?? undefined, ...(asOf ? { asOf } : {}) };
  } catch {
    return undefined;
  }
}

/** The option that was chosen. */
export function chosen({ state }: Submitted, block: string): string | undefined {
  return chosenSchema.safeParse(state.values[block]?.[block]).data?.selected_option.value;
}

/** What was typed, as one line; empty when nothing was. */
export function typed({ state }: Submitted, block: string, most = 300): string {
  return plain(typedSchema.safeParse(state.values[block]?.[block]).data?.value ?? '', most);
}

/** How long: what was typed counts before what was chosen. An error belongs to the input that is wrong. */
export function readLength(
  view: Submitted,
  choices: Readonly<Record<string, string>>,
): { ok: true; ms: number } | { ok: false; errors: Record<string, string> } {
  const other = typed(view, INPUTS.other);
  if (other !== '') return length(other, INPUTS.other);
  const key = chosen(view, INPUTS.duration);
  return key !== undefined && Object.hasOwn(choices, key)
    ? length(key, INPUTS.duration)
    : { ok: false, errors: { [INPUTS.duration]: 'Choose for how long.' } };
}

function length(text: string, block: string): ReturnType<typeof readLength> {
  const duration = parseDuration(text);
  if (!duration.ok) return { ok: false, errors: { [block]: `${duration.why}.` } };
  return duration.ms < SHORTEST_MS ? { ok: false, errors: { [block]: 'One minute at least.' } } : duration;
}
