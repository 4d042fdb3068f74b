import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Icon } from './icons.tsx';

interface DialogProps {
  title: ReactNode;
  onClose(): void;
  children: ReactNode;
  footer?: ReactNode;
  className?: string;
  /** `alertdialog` for a question that must be answered. */
  role?: 'alertdialog';
}

/** What has the focus at first: the first thing to fill in, else the first answer, and never the cross. */
const FIRST = '.dialog-body :is(input, textarea, button), .dialog-foot button';

/** A modal dialog. The browser's own `showModal` keeps the focus inside and gives it back afterwards. */
export function Dialog({ title, onClose, children, footer, className = '', role }: DialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // A layout effect, so that it is closed while it still stands in the page: only then the focus goes back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>(FIRST)?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      {...(role === undefined ? {} : { role })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Reached only where it is not covered by its content, that is on the backdrop.
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className="dialog-box">
        <header className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div className="dialog-body">{children}</div>
        {footer !== undefined && <footer className="dialog-foot">{footer}</footer>}
      </div>
    </dialog>
  );
}
