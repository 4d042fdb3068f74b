import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { policySchema } from './decision/policy-schema.ts';

/** Something wrong at an offset in the text. */
interface Problem {
  at: number;
  what: string;
}

/** Reads the text of a policy file. Every problem is told with its line, in the order of the lines. */
export function readPolicyText(
  text: string,
): { ok: true; file: z.infer<typeof policySchema> } | { ok: false; problems: string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const refuse = (problems: Problem[]) => ({
    ok: false as const,
    problems: problems.sort((a, b) => a.at - b.at).map(({ at, what }) => `line ${lines.linePos(at).line}: ${what}`),
  });
  if (document.errors.length > 0)
    return refuse(document.errors.map((error) => ({ at: error.pos[0], what: error.message })));
  const aliases = findAliases(document);
  if (aliases.length > 0) return refuse(aliases);
  const parsed = policySchema.safeParse(document.toJS() ?? {});
  return parsed.success
    ? { ok: true, file: parsed.data }
    : refuse(parsed.error.issues.flatMap((issue) => problemsOf(issue, document)));
}

/** A policy has no use for aliases; whoever writes one means a glob, such as *ssh*. */
function findAliases(document: Document): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias(_, node) {
      problems.push({ at: node.range?.[0] ?? 0, what: `a text that begins with * needs quotes: '*${node.source}'` });
    },
  });
  return problems;
}

function problemsOf(issue: z.core.$ZodIssue, document: Document): Problem[] {
  const where = issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      at: keyAt(document, issue.path, key),
      what: `${where}there is no key "${key}"`,
    }));
  return [{ at: nearest(document, issue.path), what: `${where}${complaint(issue)}` }];
}

/** What to write, where the schema has no words of its own and the library's tell of types. */
function complaint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'too_small' && issue.origin === 'number') return `write ${issue.minimum} or more`;
  if (issue.code === 'too_big' && issue.origin === 'number') return `write ${issue.maximum} or less`;
  if (issue.code === 'invalid_value') return `write one of ${issue.values.join(', ')}`;
  if (issue.code !== 'invalid_type' || !issue.message.startsWith('Invalid input')) return issue.message;
  if (issue.message.endsWith('received undefined')) return 'is missing';
  return `write ${KINDS[issue.expected] ?? issue.expected}`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys and their values',
};

function keyAt(document: Document, path: ReadonlyArray<PropertyKey>, key: string): number {
  const map = path.length > 0 ? document.getIn(path, true) : document.contents;
  const pair = isMap(map) ? map.items.find((each) => isScalar(each.key) && String(each.key.value) === key) : undefined;
  return pair && isNode(pair.key) && pair.key.range ? pair.key.range[0] : nearest(document, path);
}

/** Where the nearest node of a path that really stands in the file begins. */
function nearest(document: Document, path: ReadonlyArray<PropertyKey>): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}
