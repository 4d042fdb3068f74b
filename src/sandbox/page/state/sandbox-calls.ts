import type { Faults, SandboxState } from './sandbox-state.ts';

/** What a person would see of one click, command or submission; `error` says in words why it failed. */
export interface Outcome {
  ack?: unknown;
  error?: string;
}

/** Where an interactive element stands: a message, or a modal or home view. */
export type SurfaceRef = { ts: string } | { view_id: string };

/** What an input holds: a text or an option's value, or a list of them. */
export type InputValue = string | string[];

/** The values of a view's inputs, as Slack groups them: block id, then action id. */
export type FormValues = Record<string, Record<string, InputValue>>;

/** Reads the whole state. The server is this page's own origin and release, so its answer is taken as typed. */
export async function readState(): Promise<SandboxState> {
  const response = await fetch('/sandbox/state', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(await failureOf(response));
  return (await response.json()) as SandboxState;
}

/** The requests that the page can make, each answered by an outcome and never by an exception. */
export const calls = {
  command: (text: string, user: string) => post('/sandbox/command', { text, user }),
  click: (surface: SurfaceRef, actionId: string, user: string, value?: string) =>
    post('/sandbox/click', { ...surface, action_id: actionId, user, ...(value === undefined ? {} : { value }) }),
  submit: (viewId: string, values: FormValues, user: string) =>
    post('/sandbox/submit', { view_id: viewId, values, user }),
  dismiss: (viewId: string, user: string) => post('/sandbox/dismiss', { view_id: viewId, user }),
  home: (user: string) => post('/sandbox/home', { user }),
  replay: (name: string) => post('/sandbox/replay', { name }),
  tick: () => post('/sandbox/tick', {}),
  advanceClock: (advanceSeconds: number) => post('/sandbox/clock', { advanceSeconds }),
  faults: (faults: Faults) => post('/sandbox/faults', faults),
};

async function post(path: string, body: object): Promise<Outcome> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) return { error: await failureOf(response) };
    return (await response.json()) as Outcome;
  } catch {
    return { error: 'The sandbox did not answer. Is it still running?' };
  }
}

/** The server's own words if it gave some (`message`, else `error`), else the status. */
async function failureOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null) {
      if ('message' in body && typeof body.message === 'string') return body.message;
      if ('error' in body && typeof body.error === 'string') return body.error;
    }
  } catch {
    // Not JSON: the status below says enough.
  }
  return `The sandbox answered ${response.status} ${response.statusText}`.trim();
}
