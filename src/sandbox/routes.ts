import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { type LimitedBody, readLimited } from '../alerts/read-limited.ts';
import { type FaultBox, faultsSchema } from './faults.ts';
import type { Slack } from './slack/server.ts';
import { NotPossibleError } from './slack/slack-error.ts';
import type { Delivery } from './slack/types.ts';

/** What the routes act on. */
export interface SandboxWorld {
  slack: Slack;
  faults: FaultBox;
  state(): Promise<unknown>;
  tick(): Promise<void>;
  advance(ms: number): Promise<void>;
  replay(name: string): Promise<{ posted: number } | undefined>;
  /** Settles when the application has nothing more to do. */
  idle(): Promise<void>;
  onChange(listener: () => void): () => void;
}

/** Bytes. */
const LARGEST_BODY = 1024 * 1024;

const waitMs = z.number().int().min(0).max(60_000).default(3000);
const commandSchema = z.strictObject({ text: z.string(), user: z.string(), waitMs });
const clickSchema = z.strictObject({
  ts: z.string().exactOptional(),
  view_id: z.string().exactOptional(),
  action_id: z.string(),
  user: z.string(),
  value: z.string().exactOptional(),
  waitMs,
});
const submitSchema = z.strictObject({
  view_id: z.string(),
  values: z.record(z.string(), z.unknown()),
  user: z.string(),
  waitMs,
});
const dismissSchema = z.strictObject({ view_id: z.string(), user: z.string() });
const homeSchema = z.strictObject({ user: z.string(), waitMs });
const personSchema = z.strictObject({ user: z.string(), deactivated: z.boolean() });
const clockSchema = z.strictObject({
  advanceSeconds: z
    .number()
    .min(0)
    .max(400 * 86_400),
});
const replaySchema = z.strictObject({ name: z.string() });

/** `/sandbox/*`: what scripts and the page use to see everything and to act as people do. */
export function sandboxRoutes(world: SandboxWorld): Hono {
  const app = new Hono().basePath('/sandbox');

  app.get('/state', async (context) => context.json(await world.state()));
  app.get('/events', (context) => changes(context, world));

  app.post('/command', async (context) => {
    const { waitMs: wait, text, user } = await read(context, commandSchema);
    return context.json(
      await deliver(world, wait, () => world.slack.command({ text: text.replace(/^\s*\/aism\b/, ''), user })),
    );
  });
  app.post('/click', async (context) => {
    const { waitMs: wait, ...click } = await read(context, clickSchema);
    return context.json(await deliver(world, wait, () => world.slack.click(click)));
  });
  app.post('/submit', async (context) => {
    const { waitMs: wait, ...submission } = await read(context, submitSchema);
    return context.json(await deliver(world, wait, () => world.slack.submit(submission)));
  });
  app.post('/dismiss', async (context) => {
    await world.slack.dismiss(await read(context, dismissSchema));
    return context.json({ ok: true });
  });
  app.post('/home', async (context) => {
    const { waitMs: wait, ...home } = await read(context, homeSchema);
    return context.json(await deliver(world, wait, () => world.slack.home(home)));
  });

  app.post('/person', async (context) => {
    const { user, deactivated } = await read(context, personSchema);
    world.slack.setDeactivated(user, deactivated);
    return context.json({ ok: true });
  });

  app.post('/tick', async (context) => {
    await world.tick();
    return context.json({ ok: true });
  });
  app.post('/clock', async (context) => {
    const { advanceSeconds } = await read(context, clockSchema);
    await world.advance(advanceSeconds * 1000);
    return context.json({ ok: true });
  });
  app.post('/faults', async (context) => {
    world.faults.current = await read(context, faultsSchema);
    return context.json({ ok: true, faults: world.faults.current });
  });
  app.post('/replay', async (context) => {
    const { name } = await read(context, replaySchema);
    const done = await world.replay(name);
    if (!done)
      throw new HTTPException(404, {
        message: `there is no series "${name}"; GET /sandbox/state lists them under replays`,
      });
    return context.json({ ok: true, ...done });
  });

  app.notFound((context) =>
    context.json({ error: 'not_found', message: 'see docs/sandbox.md for what is there' }, 404),
  );
  app.onError((error, context) => {
    if (error instanceof HTTPException)
      return context.json({ error: 'bad_request', message: error.message }, error.status);
    if (error instanceof NotPossibleError)
      return context.json({ error: 'not_possible', message: error.message }, error.status as 400 | 403 | 404);
    return context.json({ error: 'internal', message: error.message }, 500);
  });
  return app;
}

/** Does what a person does and waits until the job that came of it has ended, at most `waitMs`. */
async function deliver(world: SandboxWorld, wait: number, act: () => Promise<Delivery>): Promise<Delivery> {
  const delivery = await act();
  const end = Date.now() + wait;
  const left = () => Math.max(0, end - Date.now());
  const hasAnswer = () => delivery.error !== undefined || delivery.ack !== '' || delivery.responses.length > 0;
  while (!hasAnswer() && left() > 0) await sleep(5);
  await Promise.race([world.idle(), sleep(left())]);
  return { ...delivery, responses: [...delivery.responses] };
}

async function read<T>(context: Context, schema: z.ZodType<T>): Promise<T> {
  // A foreign page can send text/plain without asking first, but not this type.
  if (!context.req.header('content-type')?.startsWith('application/json'))
    throw new HTTPException(415, { message: 'send JSON with content-type: application/json' });
  const sent = await readLimited(context.req.raw, LARGEST_BODY);
  if (sent.kind === 'too-large') throw new HTTPException(413, { message: 'at most 1 MiB' });
  const parsed = schema.safeParse(readJson(sent));
  if (!parsed.success) throw new HTTPException(400, { message: z.prettifyError(parsed.error) });
  return parsed.data;
}

function readJson(sent: LimitedBody): unknown {
  try {
    return JSON.parse(sent.kind === 'whole' ? sent.bytes.toString('utf8') : '');
  } catch {
    throw new HTTPException(400, { message: 'the body is no JSON' });
  }
}

function changes(context: Context, world: SandboxWorld): Response {
  return streamSSE(context, async (stream) => {
    let isOpen = true;
    const off = world.onChange(() => {
      if (isOpen) stream.writeSSE({ data: '{}' }).catch(() => undefined);
    });
    stream.onAbort(() => {
      isOpen = false;
      off();
    });
    await stream.writeSSE({ data: '{}' });
    while (isOpen) await stream.sleep(15_000).then(() => stream.writeSSE({ event: 'alive', data: '{}' }));
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
