const GAP = 4;
const EDGE = 8;

/** Puts an open popover below its trigger, or above where there is more room, inside the window. */
export function placePopover(popover: HTMLElement, trigger: HTMLElement, align: 'start' | 'end'): void {
  const at = trigger.getBoundingClientRect();
  const below = window.innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  popover.style.maxHeight = '';
  const { width, height } = popover.getBoundingClientRect();
  const downward = height <= below || below >= above;
  popover.style.maxHeight = `${Math.max(downward ? below : above, 96)}px`;
  const shown = Math.min(height, downward ? below : above);
  popover.style.top = `${downward ? at.bottom + GAP : at.top - GAP - shown}px`;
  const left = align === 'end' ? at.right - width : at.left;
  popover.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - width - EDGE))}px`;
  popover.style.minWidth = `${Math.min(at.width, window.innerWidth - 2 * EDGE)}px`;
}
