import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { SLACKBOT } from '../channel/message-author.ts';
import { placeOfLink } from '../channel/message-place.ts';
import type { Reader } from '../text/reader.ts';
import { useAppNow } from './app-clock.ts';
import type { Message, Person, SandboxState } from './sandbox-state.ts';
import type { Workspace } from './workspace.ts';

interface OwnWorkspace {
  workspace: Workspace;
  reader: Reader;
  /** The messages of the sandbox and the page's own lines, without those that were dismissed. */
  messages: readonly Message[];
}

const ROLES = ['analyst', 'lead', 'stranger'];
const STRANGER: Person = { id: '', name: 'nobody' };

/** The sandbox as the person with this id has it; the first person if there is no such one. */
export function useWorkspaceOf({ users, messages, channel }: SandboxState, personId: string): OwnWorkspace {
  const [lines, setLines] = useState<readonly Message[]>([]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const people = useMemo(() => {
    const known = users.filter(({ role }) => role !== undefined && ROLES.includes(role));
    return known.length > 0 ? known : users;
  }, [users]);
  const me = people.find(({ id }) => id === personId) ?? people[0] ?? STRANGER;

  // Slack's clock may be ahead of this machine's. Kept aside, so that a new message does not make a new `say`.
  const newest = useRef('0');
  useEffect(() => {
    newest.current = messages.at(-1)?.ts ?? '0';
  }, [messages]);
  const say = useCallback(
    (text: string) => setLines((old) => [...old, lineFor(text, me.id, old.at(-1)?.ts ?? '0', newest.current)]),
    [me.id],
  );
  const hide = useCallback((ts: string) => setHidden((old) => new Set([...old, ts])), []);
  const workspace = useMemo(
    (): Workspace => ({
      me,
      people,
      channel,
      say,
      hide,
      async told(outcome) {
        const result = await outcome;
        if (result.error !== undefined) say(result.error);
        return result;
      },
    }),
    [me, people, channel, say, hide],
  );

  const minute = Math.floor(useAppNow(20_000) / 60_000) * 60_000;
  const reader = useMemo(
    (): Reader => ({
      now: minute,
      nameOf: (userId) => nameOf(userId, users),
      channelOf: (id) => (id === channel.id ? channel.name : id),
      placeOf: (url) => placeOfLink(url, channel.id),
    }),
    [minute, users, channel.id, channel.name],
  );
  const shown = useMemo(() => [...messages, ...lines].filter(({ ts }) => !hidden.has(ts)), [messages, lines, hidden]);
  return { workspace, reader, messages: shown };
}

/** A line of Slackbot's; it stands after everything that is there. */
function lineFor(text: string, to: string, lastLine: string, newest: string): Message {
  const now = Math.max(Date.now() / 1000, Number(newest) + 0.000_01, Number(lastLine) + 0.000_01);
  return { ts: now.toFixed(6), user: SLACKBOT, text, ephemeral_to: to, trouble: true };
}

function nameOf(userId: string, users: readonly Person[]): string {
  const user = users.find(({ id }) => id === userId);
  return user === undefined ? userId : (user.real_name ?? user.name);
}
