import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Icon } from '../parts/icons.tsx';
import { calls } from '../state/sandbox-calls.ts';
import { useWorkspace } from '../state/workspace.ts';
import { hintsFor } from './command-hints.ts';
import { createHistory } from './command-history.ts';

/** The box for slash commands: hints while typing (Tab takes one), and what was sent before by arrow up. */
export function Composer(): ReactNode {
  const { me, channel, told, say } = useWorkspace();
  const [text, setText] = useState('');
  const [marked, setMarked] = useState(-1);
  const [quiet, setQuiet] = useState(false);
  const history = useRef(createHistory());
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const hints = quiet ? [] : hintsFor(text);
  const hint = hints[marked];

  function write(next: string, keepQuiet = false): void {
    setText(next);
    setMarked(-1);
    setQuiet(keepQuiet);
  }

  function send(): void {
    const line = text.trim();
    if (line === '') return;
    history.current.add(line);
    write('');
    if (line.startsWith('/')) void told(calls.command(line, me.id));
    else {
      const meant = hintsFor(`/aism ${line} `).length > 0 ? `\`/aism ${line}\` or ` : '';
      say(`Nobody reads along here but AISM, and it listens to commands only: try ${meant}\`/aism help\`.`);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    const take = hint ?? (event.key === 'Tab' ? hints[0] : undefined);
    if ((event.key === 'Enter' || event.key === 'Tab') && take !== undefined && !text.startsWith(`${take.command} `)) {
      write(`${take.command} `);
    } else if (event.key === 'Enter') send();
    else if (event.key === 'Escape' && hints.length > 0) setQuiet(true);
    else if (event.key === 'ArrowDown' && hints.length > 0 && !history.current.browsing()) {
      setMarked(Math.min(marked + 1, hints.length - 1));
    } else if (event.key === 'ArrowUp' && marked >= 0) setMarked(marked - 1);
    else if (event.key === 'ArrowUp') write(history.current.older(text), true);
    else if (event.key === 'ArrowDown' && history.current.browsing()) write(history.current.newer(), true);
    else return;
    event.preventDefault();
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {hints.length > 0 && (
        <div id={listId} role="listbox" aria-label="Commands" className="hints">
          {hints.map(({ command, rest, about }, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the input, which keeps the focus
            // biome-ignore lint/a11y/useFocusableInteractive: as above; aria-activedescendant says which one is meant
            <div
              key={command}
              id={`${listId}-${place.toString()}`}
              role="option"
              aria-selected={place === marked}
              className="hint"
              ref={place === marked ? scrollTo : undefined}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => {
                write(`${command} `);
                input.current?.focus();
              }}
            >
              <b>{command}</b> <span className="hint-rest">{rest}</span>
              <span className="hint-about">{about}</span>
            </div>
          ))}
        </div>
      )}
      <input
        ref={input}
        className="composer-input"
        value={text}
        placeholder="/aism help"
        aria-label={`Command in ${channel.name}`}
        role="combobox"
        aria-expanded={hints.length > 0}
        aria-controls={listId}
        aria-activedescendant={hint === undefined ? undefined : `${listId}-${marked.toString()}`}
        aria-autocomplete="list"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={20_000}
        onChange={(event) => {
          history.current.rest();
          write(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <button type="submit" className="send" aria-label="Send" disabled={text.trim() === ''}>
        <Icon name="send" />
      </button>
    </form>
  );
}

/** Where the list is longer than its window, the marked one stays in sight. */
function scrollTo(hint: HTMLElement | null): void {
  hint?.scrollIntoView({ block: 'nearest' });
}
