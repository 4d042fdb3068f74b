import { createContext, useContext } from 'react';
import type { FormValues, InputValue, SurfaceRef } from '../state/sandbox-calls.ts';

/** A message or view with live elements in it. */
export interface Surface {
  ref: SurfaceRef;
  /** What was entered since it was opened. */
  values: FormValues;
  /** What is wrong with an input block, by its `block_id`. */
  errors: Readonly<Record<string, string>>;
  enter(blockId: string, actionId: string, value: InputValue): void;
  /** Tells the bot that an element was used; ends when the bot has answered. */
  act(actionId: string, value?: string): Promise<void>;
}

export const SurfaceContext = createContext<Surface>({
  ref: { ts: '' },
  values: {},
  errors: {},
  enter: () => undefined,
  act: () => Promise.resolve(),
});

export function useSurface(): Surface {
  return useContext(SurfaceContext);
}

/** `values` with one more in it. */
export function withValue(values: FormValues, blockId: string, actionId: string, value: InputValue): FormValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: value } };
}
