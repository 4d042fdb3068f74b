import type { Shown } from './picture.ts';

/**
 * A picture as lines of words: what a person reads, and what each live element would send. A change of a card is a change of
 * a line here.
 */
export function outline(shown: Shown): string[] {
  const lines = linesOfShown(shown);
  if (lines.length <= MOST) return lines;
  const left = lines.length - 2 * ENDS;
  return [...lines.slice(0, ENDS), `(${left} more lines)`, ...lines.slice(-ENDS)];
}

/** Of more lines than this only both ends are told: they repeat themselves. */
const MOST = 40;
const ENDS = 12;

function linesOfShown(shown: Shown): string[] {
  switch (shown.kind) {
    case 'answer':
      return shown.text.split('\n');
    case 'messages':
      return shown.messages.flatMap(({ text, blocks, thread_ts }) => [
        ...(thread_ts === undefined ? [] : ['-- below it']),
        `notification: ${text}`,
        ...linesOf(blocks),
      ]);
    case 'home':
      return linesOf(shown.view.blocks);
    case 'modal': {
      const { title, submit, close } = shown.view;
      return [
        `modal: ${title.text}`,
        ...linesOf(shown.view.blocks),
        `(${submit?.text ?? '-'}) (${close?.text ?? '-'})`,
      ];
    }
  }
}

function linesOf(blocks: readonly unknown[]): string[] {
  return blocks.flatMap((block) => wordsOf(block).split('\n')).filter((line) => line.trim() !== '');
}

/** The words below a value, in its order; a live element in brackets. */
function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join('');
  if (typeof value !== 'object' || value === null) return '';
  const { type, ...fields } = value as Record<string, unknown>;
  if (typeof fields['action_id'] === 'string') return elementWords(String(type), fields);
  const own = [fields['fallback'], fields['user_id'] && `@${fields['user_id']}`].find((each) => each) ?? '';
  const text = typeof fields['text'] === 'string' ? fields['text'] : wordsOf(fields['text']);
  const inside = ['fields', 'elements', 'rows', 'label', 'element', 'accessory', 'hint', 'title'].map((key) =>
    wordsOf(fields[key]),
  );
  const line = [text, own, ...inside].join('');
  return type === 'section' || type === 'header' || type === 'input' || type === 'context'
    ? `${line}\n`
    : ended(type, line);
}

function ended(type: unknown, line: string): string {
  return ['actions', 'rich_text', 'table', 'image'].includes(String(type)) ? `${line}\n` : line;
}

function elementWords(type: string, fields: Record<string, unknown>): string {
  const { action_id, text, value, style, options, confirm, initial_option } = fields;
  const label = wordsOf(text);
  const choices = (Array.isArray(options) ? options : []).map((each: Record<string, unknown>) => {
    const chosen = JSON.stringify(each) === JSON.stringify(initial_option) ? '*' : '';
    return `${chosen}${wordsOf(each['text'])}${each['description'] ? ` / ${wordsOf(each['description'])}` : ''}=${each['value']}`;
  });
  const shown = [label, style, value, ...choices].filter((each) => each !== undefined && each !== '');
  const { title: asked, text: told, confirm: yes } = (confirm ?? {}) as Record<string, unknown>;
  const asks = confirm ? ` asks "${wordsOf(asked)} ${wordsOf(told)} [${wordsOf(yes)}]"` : '';
  return ` [${type} ${String(action_id)}: ${shown.join(' | ')}${asks}]`;
}
