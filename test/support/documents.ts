import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFile, projectRoot } from './project-file.ts';

/** Every document of the project, named from its root. */
export const documents: readonly string[] = [
  ...readdirSync(projectRoot).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(projectRoot, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** The code blocks of a document in one language, as ```yaml starts them. */
export function codeBlocks(document: string, language: string): string[] {
  const blocks = projectFile(document).matchAll(/^```(\w*)\n(.*?)^```$/gms);
  return [...blocks].filter(([, named]) => named === language).map(([, , text = '']) => text);
}

/** The rows of all tables of a document, cell by cell, without mark-up of code and with `\|` as `|`. */
export function tableRows(document: string): string[][] {
  const rows = projectFile(document)
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line) && !/^\|[ :|-]+\|$/.test(line));
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|').replaceAll('`', '')),
  );
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors(document: string): string[] {
  const headings = projectFile(document)
    .replace(/^```.*?^```$/gms, '')
    .matchAll(/^#{1,6} (.+)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
