import { type ReactNode, useState } from 'react';
import { Icon } from './icons.tsx';

/** A button that puts a text into the clipboard, and says so for a moment. */
export function CopyButton({ text, children }: { text: string; children: ReactNode }): ReactNode {
  const [state, setState] = useState<'ready' | 'copied' | 'refused'>('ready');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
    setTimeout(() => setState('ready'), 2000);
  }

  return (
    <button type="button" className="button" onClick={() => void copy()}>
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      <span aria-live="polite">
        {state === 'ready' ? children : state === 'copied' ? 'Copied' : 'Select and copy it by hand'}
      </span>
    </button>
  );
}
