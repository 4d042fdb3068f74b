import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/chat/commands/run-command.ts';
import { ENVIRONMENT } from '../../src/config.ts';
import { ACL_EDITOR_ACTIONS } from '../../src/firewall/ec2-acl-editor.ts';
import { REPLAYS } from '../../src/sandbox/replays/replays.ts';
import { type SandboxWorld, sandboxRoutes } from '../../src/sandbox/routes.ts';
import { anchors, documents, tableRows } from '../support/documents.ts';
import { projectFile, projectRoot } from '../support/project-file.ts';

const everything = [...documents, 'manifest.yml', 'serverless.yml', 'aism.example.yml'];
const firstCells = (document: string) => tableRows(document).map(([first = '']) => first);

const OPTION = /--[a-z][a-z-]*/g;

describe('environment variables', () => {
  test.each(Object.keys(ENVIRONMENT))('%s has its row in configuration.md', (name) => {
    expect(firstCells('docs/configuration.md')).toContain(name);
  });

  test.each(everything)('%s names no variable that AISM does not know', (document) => {
    const named = projectFile(document).match(/\b(?:AISM|SLACK)_[A-Z][A-Z_]*\b/g) ?? [];

    expect([...new Set(named)].filter((name) => !(name in ENVIRONMENT))).toEqual([]);
  });

  test('the defaults in configuration.md are those of the code', () => {
    const rows = new Map(tableRows('docs/configuration.md').map((row) => [row[0], row]));

    expect(rows.get('AISM_TABLE')?.[3]).toBe(ENVIRONMENT.AISM_TABLE.parse(undefined));
    expect(rows.get('AISM_MODE')?.[3]).toBe(ENVIRONMENT.AISM_MODE.parse(undefined));
    expect(rows.get('PORT')?.[3]).toBe(String(ENVIRONMENT.PORT.parse(undefined)));
    const { first, last } = ENVIRONMENT.AISM_RULE_NUMBERS.parse(undefined);
    expect(rows.get('AISM_RULE_NUMBERS')?.[3]).toBe(`${first}-${last}`);
  });
});

describe('commands', () => {
  test('every command in Slack has its row in commands.md, and no other has', () => {
    const documented = firstCells('docs/commands.md').filter((cell) => cell.startsWith('/aism '));

    expect(documented).toEqual([...COMMANDS.map((command) => `/aism ${command.usage}`), '/aism help [command]']);
  });

  test('no document names a command in Slack that there is not', () => {
    const known = [...COMMANDS.map((command) => command.name), 'help'];
    const named = documents.flatMap((document) => [...projectFile(document).matchAll(/`\/aism ([a-z]+)/g)]);

    expect([...new Set(named.map(([, name = '']) => name))].filter((name) => !known.includes(name))).toEqual([]);
  });

  test('every command and option of the command line is in commands.md, and no other command is', () => {
    const rows = tableRows('docs/commands.md').filter(([first]) => first?.startsWith('aism '));
    const names = commandLine();

    expect(rows.map(([first]) => /^aism ([a-z]+( [a-z]+)*)/.exec(first ?? '')?.[1])).toEqual(names);
    for (const [index, name] of names.entries()) {
      if (name === 'help') continue;
      const options = help(...name.split(' ')).match(OPTION) ?? [];
      const documented = rows[index]?.[1]?.match(OPTION) ?? [];
      expect(documented).toEqual([...new Set(options)].filter((each) => each !== '--help'));
    }
  });

  test('every option of the sandbox has its row in sandbox.md', () => {
    const options = [...new Set(help('sandbox').match(OPTION))].filter((option) => option !== '--help');
    const documented = firstCells('docs/sandbox.md').filter((cell) => cell.startsWith('--'));

    expect(documented.map((cell) => cell.split(' ')[0])).toEqual(options);
  });
});

describe('permissions', () => {
  test.each(ACL_EDITOR_ACTIONS)('%s, which aism acl needs, is in operate.md', (action) => {
    expect(projectFile('docs/operate.md')).toContain(action);
  });
});

describe('the sandbox', () => {
  test('every route has its row in sandbox.md, and no other has', () => {
    const documented = firstCells('docs/sandbox.md').filter((cell) => /^(GET|POST) \//.test(cell));
    const routes = sandboxRoutes({} as SandboxWorld).routes.filter((route) => route.method !== 'ALL');

    expect(documented.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  });

  test('every recorded attack has its row in sandbox.md', () => {
    const documented = firstCells('docs/sandbox.md');

    for (const { name } of REPLAYS) expect(documented).toContain(name);
  });
});

describe('the invariants in architecture.md', () => {
  const rows = tableRows('docs/architecture.md').filter(([number = '']) => /^\d+$/.test(number));

  test('are numbered without a gap', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(([number]) => Number(number))).toEqual(rows.map((_row, index) => index + 1));
  });

  test.each(rows)('number %s is proven by tests that name it', (number, _invariant, proofs = '') => {
    const files = proofs.match(/test\/[\w./-]+/g) ?? [];

    expect(files.length > 0 || proofs === 'no test of its own yet').toBe(true);
    for (const file of files)
      expect(projectFile(file)).toMatch(new RegExp(`invariants? (\\d+(, | and ))*${number}\\b`));
  });
});

describe('links', () => {
  test.each(documents)('every link in %s leads somewhere', (document) => {
    const targets = [...projectFile(document).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
    const local = targets.filter((target) => !/^(https?:|mailto:)/.test(target));

    expect(local.filter((target) => !leadsSomewhere(document, target))).toEqual([]);
  });

  test('every document is reached from the README', () => {
    const linked = [...projectFile('README.md').matchAll(/\]\(([^)\s]+\.md)\)/g)].map(([, target = '']) => target);

    expect(documents.filter((document) => document !== 'README.md' && !linked.includes(document))).toEqual([]);
  });

  test.each(documents)('every file that %s names is there', (document) => {
    const text = projectFile(document);
    const named = text.match(/`(?:src|test|docs)\/[\w./-]+`/g) ?? [];

    expect(named.map((name) => name.slice(1, -1)).filter((name) => !existsSync(join(projectRoot, name)))).toEqual([]);
  });
});

function leadsSomewhere(document: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? document : join(dirname(document), file);
  if (!existsSync(join(projectRoot, path))) return false;
  return anchor === undefined || anchors(path).includes(anchor);
}

/** The commands that `aism --help` lists; instead of `acl`, which does nothing alone, those below it. */
function commandLine(): string[] {
  return listed(help()).flatMap((name) => {
    const below = name === 'help' ? [] : listed(help(name)).filter((each) => each !== 'help');
    return below.length === 0 ? [name] : below.map((each) => `${name} ${each}`);
  });
}

function listed(text: string): string[] {
  const commands = text.split('Commands:')[1] ?? '';
  return [...commands.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name = '']) => name);
}

function help(...command: string[]): string {
  const arguments_ = ['--disable-warning=ExperimentalWarning', 'src/cli.ts', ...command, '--help'];
  return execFileSync(process.execPath, arguments_, { cwd: projectRoot, encoding: 'utf8' });
}
