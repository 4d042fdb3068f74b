import { LineCounter, parseDocument, YAMLMap } from 'yaml';
import type { z } from 'zod';
import { policySchema } from './decision/policy.ts';

/** Reads the text of a policy file. Every problem is told with its line. */
export function readPolicyText(
  text: string,
): { ok: true; file: z.infer<typeof policySchema> } | { ok: false; problems: string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const lineAt = (offset: number) => `line ${lines.linePos(offset).line}`;
  if (document.errors.length > 0)
    return { ok: false, problems: document.errors.map((error) => `${lineAt(error.pos[0])}: ${error.message}`) };
  const parsed = policySchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { ok: true, file: parsed.data };
  const problems = parsed.error.issues.map((issue) => {
    const node = nearest(document, issue.path);
    const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    return `${lineAt(node)}: ${where}${issue.message}`;
  });
  return { ok: false, problems };
}

/** Where the nearest node of a path that really stands in the file begins. */
function nearest(document: ReturnType<typeof parseDocument>, path: ReadonlyArray<PropertyKey>): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const range = node && typeof node === 'object' && 'range' in node ? (node.range as number[] | null) : undefined;
    if (range?.[0] !== undefined) return range[0];
  }
  return document.contents instanceof YAMLMap ? (document.contents.range?.[0] ?? 0) : 0;
}
