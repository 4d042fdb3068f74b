import { useMemo, useState } from 'react';
import { type Surface, withValue } from '../blocks/surface.ts';
import { calls, type FormValues, type SurfaceRef } from '../state/sandbox-calls.ts';
import { useWorkspace } from '../state/workspace.ts';

/** The live elements of a message (by `ts`) or of App Home (by its view's id). */
export function useLiveSurface(kind: 'ts' | 'view_id', id: string): Surface {
  const { me, told } = useWorkspace();
  const [values, setValues] = useState<FormValues>({});
  return useMemo(() => {
    const ref: SurfaceRef = kind === 'ts' ? { ts: id } : { view_id: id };
    return {
      ref,
      values,
      errors: {},
      enter: (blockId, actionId, value) => setValues((old) => withValue(old, blockId, actionId, value)),
      async act(actionId, value) {
        await told(calls.click(ref, actionId, me.id, value));
      },
    };
  }, [kind, id, values, me.id, told]);
}
