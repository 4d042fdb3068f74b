import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { Icon } from './icons.tsx';
import { usePopover } from './use-popover.ts';

export interface MenuItem {
  value: string;
  label: ReactNode;
  /** What typing on the keyboard finds the item by. */
  name: string;
  about?: ReactNode;
}

export interface MenuGroup {
  label?: ReactNode;
  items: MenuItem[];
}

interface PopupMenuProps {
  /** What the button says, and its name where that is no text. */
  trigger: ReactNode;
  triggerClass: string;
  label?: string;
  groups: MenuGroup[];
  onChoose(value: string): void;
  /** The chosen values where the menu is a choice; without it the items are actions. */
  chosen?: readonly string[];
  /** More than one can be chosen, and the menu stays open for it. */
  multiple?: boolean;
  align?: 'start' | 'end';
  disabled?: boolean;
  /** Attributes that tests and styles find the button by. */
  hooks?: Record<`data-${string}`, string | undefined>;
}

/** A button with a menu, usable by arrows, Home, End, first letters, Enter and Escape. */
export function PopupMenu(props: PopupMenuProps): ReactNode {
  const { trigger, triggerClass, label, groups, onChoose, chosen, multiple = false, align = 'start' } = props;
  const typed = useRef({ text: '', at: 0 });
  const { hide, triggerProps, panelProps } = usePopover<HTMLDivElement>(align, (panel) => {
    const items = itemsOf(panel);
    (items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
  });
  const role = chosen === undefined ? 'menuitem' : multiple ? 'menuitemcheckbox' : 'menuitemradio';

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.key === 'Tab') hide();
    const items = itemsOf(event.currentTarget);
    const at = items.findIndex((item) => item.matches(':focus'));
    const next = nextItem(items, at, event.key, typed.current);
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  }

  return (
    <>
      <button
        type="button"
        className={triggerClass}
        aria-label={label}
        aria-haspopup="menu"
        disabled={props.disabled}
        {...props.hooks}
        {...triggerProps}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          panelProps.ref.current?.showPopover();
        }}
      >
        {trigger}
      </button>
      <div {...panelProps} className="popover menu" role="menu" tabIndex={-1} aria-label={label} onKeyDown={onKeyDown}>
        {groups.map((group, place) => (
          <div key={group.items[0]?.value ?? place} className="menu-group">
            {group.label !== undefined && <div className="menu-label">{group.label}</div>}
            {group.items.map((item) => (
              <button
                key={item.value}
                type="button"
                role={role}
                tabIndex={-1}
                className="menu-item"
                data-value={item.value}
                data-name={item.name.toLowerCase()}
                {...(chosen === undefined ? {} : { 'aria-checked': chosen.includes(item.value) })}
                onClick={() => {
                  if (!multiple) hide();
                  onChoose(item.value);
                }}
              >
                <span className="menu-text">
                  <span>{item.label}</span>
                  {item.about !== undefined && <span className="menu-about">{item.about}</span>}
                </span>
                {chosen?.includes(item.value) && <Icon name="check" />}
              </button>
            ))}
          </div>
        ))}
      </div>
    </>
  );
}

function itemsOf(panel: HTMLElement): HTMLElement[] {
  return [...panel.querySelectorAll<HTMLElement>('.menu-item')];
}

function nextItem(
  items: HTMLElement[],
  at: number,
  key: string,
  typed: { text: string; at: number },
): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items.at(at <= 0 ? -1 : at - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default:
      return key.length === 1 && key !== ' ' ? foundByTyping(items, key, typed) : undefined;
  }
}

/** Letters typed within a second of each other are one word. */
function foundByTyping(
  items: HTMLElement[],
  key: string,
  typed: { text: string; at: number },
): HTMLElement | undefined {
  const now = performance.now();
  typed.text = now - typed.at < 1000 ? typed.text + key.toLowerCase() : key.toLowerCase();
  typed.at = now;
  return items.find((item) => item.dataset['name']?.startsWith(typed.text));
}
