/** Rows as lines of padded columns. A cell is one line of plain text: control characters, which a terminal obeys, go. */
export function columns(rows: ReadonlyArray<readonly string[]>, indent = '  '): string {
  const clean = rows.map((row) => row.map((cell) => cell.replace(/\p{C}+/gu, ' ')));
  const widths = clean.reduce<number[]>(
    (known, row) => row.map((cell, at) => Math.max(cell.length, known[at] ?? 0)).concat(known.slice(row.length)),
    [],
  );
  return clean
    .map((row) => `${indent}${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}
