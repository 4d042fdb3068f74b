import { openJournal } from '../journal.ts';
import { createTimestamps, type Timestamps } from './identifiers.ts';
import type { SlackChange, SlackMessage, SlackView } from './types.ts';
import { channelBy } from './world.ts';

/** What the workspace remembers across a restart: messages (ephemeral ones too), App Homes, memberships, files. */
export interface Store {
  timestamps: Timestamps;
  /** All messages, oldest first. */
  messages(): SlackMessage[];
  message(ts: string): SlackMessage | undefined;
  save(message: SlackMessage): void;
  remove(message: SlackMessage): void;
  homes(): SlackView[];
  home(user: string): SlackView | undefined;
  saveHome(view: SlackView): void;
  isMember(channel: string): boolean;
  join(channel: string): void;
  files(): StoredFile[];
  saveFile(file: StoredFile): void;
}

export interface StoredFile {
  id: string;
  name: string;
  mimetype: string;
  /** Base64. */
  content: string;
}

type Entry =
  | { kind: 'message'; message: SlackMessage }
  | { kind: 'gone'; ts: string }
  | { kind: 'home'; view: SlackView }
  | { kind: 'joined'; channel: string }
  | { kind: 'file'; file: StoredFile };

export function openStore(file: string | undefined, now: () => number, changed: (change: SlackChange) => void): Store {
  const timestamps = createTimestamps(now);
  const messages = new Map<string, SlackMessage>();
  const homes = new Map<string, SlackView>();
  const joined = new Set<string>();
  const files = new Map<string, StoredFile>();
  /** The newest ts ever given, so that a deleted message's is not given again. */
  let newestGone: string | undefined;

  function apply(entry: Entry): void {
    switch (entry.kind) {
      case 'message':
        timestamps.seen(entry.message.ts);
        messages.set(entry.message.ts, entry.message);
        return;
      case 'gone':
        timestamps.seen(entry.ts);
        messages.delete(entry.ts);
        newestGone = entry.ts;
        return;
      case 'home':
        homes.set(entry.view.user, entry.view);
        return;
      case 'joined':
        joined.add(entry.channel);
        return;
      case 'file':
        files.set(entry.file.id, entry.file);
        return;
    }
  }

  function* snapshot(): Generator<Entry> {
    if (newestGone !== undefined) yield { kind: 'gone', ts: newestGone };
    for (const message of messages.values()) yield { kind: 'message', message };
    for (const view of homes.values()) yield { kind: 'home', view };
    for (const channel of joined) yield { kind: 'joined', channel };
    for (const stored of files.values()) yield { kind: 'file', file: stored };
  }

  const journal = openJournal<Entry>(file, apply, snapshot);
  function write(entry: Entry): void {
    journal.append(entry);
    apply(entry);
  }

  return {
    timestamps,
    messages: () => [...messages.values()],
    message: (ts) => messages.get(ts),
    save(message) {
      write({ kind: 'message', message });
      changed({ kind: 'message', message });
    },
    remove({ channel, ts }) {
      write({ kind: 'gone', ts });
      changed({ kind: 'deleted', channel, ts });
    },
    homes: () => [...homes.values()],
    home: (user) => homes.get(user),
    saveHome(view) {
      write({ kind: 'home', view });
      changed({ kind: 'view', view });
    },
    isMember: (channel) => channelBy(channel)?.joined === true || joined.has(channel),
    join: (channel) => write({ kind: 'joined', channel }),
    files: () => [...files.values()],
    saveFile: (stored) => write({ kind: 'file', file: stored }),
  };
}
