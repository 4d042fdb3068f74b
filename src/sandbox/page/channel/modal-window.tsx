import { type ReactNode, useMemo, useState } from 'react';
import { Blocks } from '../blocks/block-view.tsx';
import { type Surface, SurfaceContext, withValue } from '../blocks/surface.ts';
import { Dialog } from '../parts/dialog.tsx';
import { calls, type FormValues, type Outcome } from '../state/sandbox-calls.ts';
import type { SandboxModal } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Plain } from '../text/text-object.tsx';
import { missingInput, stillThere } from './missing-input.ts';

/** A modal that the bot has opened for this person. `onGone` is called once it is closed. */
export function ModalWindow({ view, onGone }: { view: SandboxModal; onGone(): void }): ReactNode {
  const { me, told } = useWorkspace();
  const [entered, setEntered] = useState<FormValues>({});
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);

  const surface = useMemo((): Surface => {
    const ref = { view_id: view.id };
    return {
      ref,
      values: entered,
      errors: { ...view.errors, ...wrong },
      enter: (blockId, actionId, value) => setEntered((old) => withValue(old, blockId, actionId, value)),
      async act(actionId, value) {
        await told(calls.click(ref, actionId, me.id, value));
      },
    };
  }, [view.id, view.errors, entered, wrong, me.id, told]);

  async function submit(): Promise<void> {
    const missing = missingInput(view.blocks, entered);
    setWrong(missing);
    if (Object.keys(missing).length > 0 || busy) return;
    setBusy(true);
    const outcome = await told(calls.submit(view.id, stillThere(view.blocks, entered), me.id));
    setBusy(false);
    const { action, errors } = answerOf(outcome);
    if (errors !== undefined) setWrong(errors);
    else if (outcome.error === undefined && (action === undefined || action === 'clear')) onGone();
  }

  function cancel(): void {
    onGone();
    void calls.dismiss(view.id, me.id);
  }

  return (
    <Dialog
      title={<Plain text={view.title.text} />}
      onClose={cancel}
      className="dialog-view"
      footer={
        <>
          <button type="button" className="button" data-view-close={view.id} onClick={cancel}>
            <Plain text={view.close?.text ?? (view.submit ? 'Cancel' : 'Close')} />
          </button>
          {view.submit && (
            <button
              type="submit"
              form={`form-${view.id}`}
              className="button button-primary"
              aria-busy={busy}
              data-view-submit={view.id}
            >
              <Plain text={view.submit.text} />
            </button>
          )}
        </>
      }
    >
      <form
        id={`form-${view.id}`}
        noValidate
        data-view={view.id}
        data-callback-id={view.callback_id}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SurfaceContext value={surface}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext>
      </form>
    </Dialog>
  );
}

/** What the bot's answer to a submission asks for: https://docs.slack.dev/surfaces/modals#response_actions */
function answerOf({ ack }: Outcome): { action?: unknown; errors?: Record<string, string> } {
  if (typeof ack !== 'object' || ack === null || !('response_action' in ack)) return {};
  if (ack.response_action !== 'errors' || !('errors' in ack)) return { action: ack.response_action };
  return { action: 'errors', errors: ack.errors as Record<string, string> };
}
