import type { ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import { isAddress } from '../../address/address.ts';
import { parseDuration } from '../../decision/duration.ts';
import { BLOCKS, DURATIONS, type FormOf, type Scope } from './ignore-modal.ts';

const metadataSchema = z.tuple([z.string(), z.string().min(1), z.string().nullish()]);
const chosenSchema = z.object({ selected_option: z.object({ value: z.string() }) });
const scopeSchema = z.enum(['this', 'address', 'rule']);
const durationSchema = z.enum(Object.keys(DURATIONS) as Array<keyof typeof DURATIONS>);

/** What a submitted form asks for, or what to say at which of its inputs. Asks nobody. */
export type ReadForm =
  | { ok: true; form: FormOf; scope: Scope; forMs: number }
  | { ok: false; errors: Record<string, string> };

/** Reads the form as Slack sends it. */
export function readIgnoreForm(view: Pick<ViewOutput, 'private_metadata' | 'state'>): ReadForm {
  const form = readMetadata(view.private_metadata);
  const scope = scopeSchema.safeParse(chosen(view, BLOCKS.scope));
  const key = durationSchema.safeParse(chosen(view, BLOCKS.duration));
  const duration = parseDuration(key.data ?? '');
  const errors = {
    ...(form ? {} : { [BLOCKS.scope]: 'This form belongs to no card that AISM knows. Close it and open it anew.' }),
    ...(scope.success ? {} : { [BLOCKS.scope]: 'Choose what to ignore.' }),
    ...(duration.ok ? {} : { [BLOCKS.duration]: 'Choose for how long.' }),
  };
  return form && scope.success && duration.ok
    ? { ok: true, form, scope: scope.data, forMs: duration.ms }
    : { ok: false, errors };
}

function readMetadata(text: string): FormOf | undefined {
  try {
    const [address, episode, channel] = metadataSchema.parse(JSON.parse(text));
    return isAddress(address) ? { address, episode, channel: channel ?? undefined } : undefined;
  } catch {
    return undefined;
  }
}

function chosen(view: Pick<ViewOutput, 'state'>, block: string): string | undefined {
  return chosenSchema.safeParse(view.state.values[block]?.[block]).data?.selected_option.value;
}
