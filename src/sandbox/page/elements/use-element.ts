import { type ReactNode, useState } from 'react';
import { type Surface, useSurface } from '../blocks/surface.ts';
import type { InputValue } from '../state/sandbox-calls.ts';
import type { ElementProps, ValueElement } from './element-types.ts';
import { initialValue } from './initial-value.ts';
import { useConfirm } from './use-confirm.tsx';

export type Hooks = Record<`data-${string}`, string | undefined>;

interface LiveElement {
  value: InputValue;
  /** Keeps the value, and tells the bot if the element does so (after its own question, if it has one). */
  choose(value: InputValue): void;
  busy: boolean;
  hooks: Hooks;
  dialog: ReactNode;
}

/** What every element that holds a value does. */
export function useElement({ element, blockId, dispatches }: ElementProps<ValueElement>): LiveElement {
  const surface = useSurface();
  const { confirmed, dialog } = useConfirm();
  const [busy, setBusy] = useState(false);
  const actionId = element.action_id ?? '';

  async function tell(value: InputValue): Promise<void> {
    setBusy(true);
    await surface.act(actionId, Array.isArray(value) ? value.join(',') : value);
    setBusy(false);
  }

  return {
    value: surface.values[blockId]?.[actionId] ?? initialValue(element),
    choose(value) {
      confirmed('confirm' in element ? element.confirm : undefined, () => {
        surface.enter(blockId, actionId, value);
        if (dispatches) void tell(value);
      });
    },
    busy,
    hooks: hooksOf(surface, blockId, actionId),
    dialog,
  };
}

/** The attributes by which tests find an element. */
export function hooksOf({ ref }: Surface, blockId: string, actionId: string | undefined): Hooks {
  return {
    'data-action-id': actionId,
    'data-block-id': blockId,
    ...('ts' in ref ? { 'data-ts': ref.ts } : { 'data-view-id': ref.view_id }),
  };
}
