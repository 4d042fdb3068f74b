export interface CommandHistory {
  add(line: string): void;
  /** One line further back; `draft` is what stood in the box before, to come back to. */
  older(draft: string): string;
  newer(): string;
  browsing(): boolean;
  /** Forgets where one was in it. */
  rest(): void;
}

/** What was sent before, in the order of a shell's history. */
export function createHistory(): CommandHistory {
  const lines: string[] = [];
  let back = 0;
  let saved = '';
  const current = () => (back === 0 ? saved : (lines.at(-back) ?? ''));
  return {
    add(line) {
      if (lines.at(-1) !== line) lines.push(line);
      back = 0;
    },
    older(draft) {
      if (back === 0) saved = draft;
      back = Math.min(back + 1, lines.length);
      return current();
    },
    newer() {
      back = Math.max(back - 1, 0);
      return current();
    },
    browsing: () => back > 0,
    rest() {
      back = 0;
    },
  };
}
