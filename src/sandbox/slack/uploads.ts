import { newId } from './identifiers.ts';
import { SlackError } from './slack-error.ts';
import type { Store, StoredFile } from './store.ts';

/** The largest file that the sandbox keeps: it goes into the journal. */
export const UPLOAD_BYTES = 5_000_000;

/** Files on their way in: announced, uploaded, then completed by the Web API. */
export interface Uploads {
  /** Announces a file; answers its id, to which the bytes are then posted. */
  begin(name: string, bytes: number): string;
  /** Takes the bytes; false if no such file was announced. */
  receive(id: string, content: Buffer): boolean;
  /** Keeps an uploaded file for good. */
  complete(id: string): StoredFile;
  /** Whether a message may show this file, named by its id or its URL. */
  isPicture(id: unknown, url: unknown): boolean;
}

/** So long after a file was completed Slack does not know yet what it is. Milliseconds. */
const LOOKED_THROUGH_MS = 250;

export function createUploads(store: Store): Uploads {
  /** By the machine's clock; files of an earlier run are long known. */
  const completed = new Map<string, number>();
  const announced = new Map<string, { name: string; content?: Buffer }>();
  return {
    begin(name, bytes) {
      if (bytes > UPLOAD_BYTES) throw new SlackError('file_upload_size_restricted');
      const id = newId('F');
      announced.set(id, { name });
      return id;
    },
    receive(id, content) {
      const file = announced.get(id);
      if (!file) return false;
      file.content = content;
      return true;
    },
    complete(id) {
      const file = announced.get(id);
      if (file?.content === undefined) throw new SlackError('file_not_found');
      announced.delete(id);
      completed.set(id, Date.now());
      const stored = { id, name: file.name, mimetype: mimetypeOf(file.name), content: file.content.toString('base64') };
      store.saveFile(stored);
      return stored;
    },
    isPicture(id, url) {
      const file = store.files().find((each) => each.id === id || String(url).endsWith(`files/${each.id}`));
      if (!file?.mimetype.startsWith('image/')) return false;
      return Date.now() - (completed.get(file.id) ?? 0) >= LOOKED_THROUGH_MS;
    },
  };
}

const MIMETYPES = new Map([
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['md', 'text/markdown'],
  ['png', 'image/png'],
  ['txt', 'text/plain'],
]);

function mimetypeOf(name: string): string {
  return MIMETYPES.get(name.split('.').at(-1)?.toLowerCase() ?? '') ?? 'application/octet-stream';
}
