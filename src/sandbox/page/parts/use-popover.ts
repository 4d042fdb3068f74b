import { type RefObject, type ToggleEvent, useEffect, useId, useRef, useState } from 'react';
import { placePopover } from './place-popover.ts';

interface Popover<T extends HTMLElement> {
  open: boolean;
  hide(): void;
  triggerProps: {
    ref: RefObject<HTMLButtonElement | null>;
    popoverTarget: string;
    'aria-expanded': boolean;
    'aria-controls': string;
  };
  panelProps: { ref: RefObject<T | null>; id: string; popover: 'auto'; onToggle(event: ToggleEvent<T>): void };
}

/**
 * A panel that opens at a button, in the browser's top layer: Escape and a click elsewhere close it, and the focus goes
 * back to the button. `onOpen` is called with the panel once it stands in its place.
 */
export function usePopover<T extends HTMLElement>(align: 'start' | 'end', onOpen?: (panel: T) => void): Popover<T> {
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<T>(null);
  const id = useId();
  const [open, setOpen] = useState(false);

  useEffect(() => {
    if (!open) return;
    const place = () => {
      if (panel.current !== null && trigger.current !== null) placePopover(panel.current, trigger.current, align);
    };
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    return () => {
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, { capture: true });
    };
  }, [open, align]);

  return {
    open,
    hide: () => panel.current?.hidePopover(),
    triggerProps: { ref: trigger, popoverTarget: id, 'aria-expanded': open, 'aria-controls': id },
    panelProps: {
      ref: panel,
      id,
      popover: 'auto',
      onToggle(event) {
        const opened = event.newState === 'open';
        setOpen(opened);
        if (!opened || trigger.current === null) return;
        placePopover(event.currentTarget, trigger.current, align);
        onOpen?.(event.currentTarget);
      },
    },
  };
}
