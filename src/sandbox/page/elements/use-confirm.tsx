import type { ConfirmationDialog } from '@slack/types';
import { type ReactNode, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Plain, Text } from '../text/text-object.tsx';

interface Confirm {
  /** Does it at once, or after a yes where the element asks "are you sure?". */
  confirmed(question: ConfirmationDialog | undefined, action: () => void): void;
  /** The question while it is asked; the caller draws it. */
  dialog: ReactNode;
}

export function useConfirm(): Confirm {
  const [asked, setAsked] = useState<{ question: ConfirmationDialog; action: () => void }>();
  const close = () => setAsked(undefined);
  return {
    confirmed(question, action) {
      if (question === undefined) action();
      else setAsked({ question, action });
    },
    dialog: asked && (
      <Dialog
        role="alertdialog"
        className="dialog-confirm"
        title={<Plain text={asked.question.title?.text ?? 'Are you sure?'} />}
        onClose={close}
        footer={
          <>
            <button type="button" className="button" data-confirm="no" onClick={close}>
              <Plain text={asked.question.deny?.text ?? 'Cancel'} />
            </button>
            <button
              type="button"
              className={`button ${asked.question.style === 'danger' ? 'button-danger' : 'button-primary'}`}
              data-confirm="yes"
              onClick={() => {
                close();
                asked.action();
              }}
            >
              <Plain text={asked.question.confirm?.text ?? 'Yes'} />
            </button>
          </>
        }
      >
        <Text text={asked.question.text} />
      </Dialog>
    ),
  };
}
