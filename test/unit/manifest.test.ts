import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { COMMAND } from '../../src/chat/ids.ts';
import { registerListeners } from '../../src/chat/listeners/index.ts';
import type { ListenerDeps } from '../../src/chat/listeners/listen.ts';
import { BOT_SCOPES } from '../../src/chat/scopes.ts';
import { projectFile } from '../support/project-file.ts';

/** What Slack takes, with its limits: https://docs.slack.dev/reference/app-manifest */
const manifestSchema = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.number() }),
  display_information: z.strictObject({
    name: z.string().max(35),
    description: z.string().max(140),
    long_description: z.string().min(174).max(4000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().regex(/^[a-z0-9._-]{1,80}$/), always_online: z.boolean() }),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().max(32),
        description: z.string().max(2000),
        usage_hint: z.string().max(1000),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()) }),
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

const manifest = manifestSchema.parse(parse(projectFile('manifest.yml')));

/** What the listeners really register. */
function registered() {
  const commands: unknown[] = [];
  const events: unknown[] = [];
  const actions: unknown[] = [];
  const app = {
    command: (name: unknown) => commands.push(name),
    event: (name: unknown) => events.push(name),
    action: (id: unknown) => actions.push(id),
    view: (id: unknown) => actions.push(id),
    options: (id: unknown) => actions.push(id),
  };
  registerListeners(app as unknown as App, {} as ListenerDeps);
  return { commands, events, actions };
}

test('the manifest asks for exactly the scopes that the code needs', () => {
  expect(manifest.oauth_config.scopes.bot).toEqual([...BOT_SCOPES].sort());
});

test('the manifest names the command that the listeners take', () => {
  expect(manifest.features.slash_commands.map((each) => each.command)).toEqual([COMMAND]);
  expect(registered().commands).toEqual([COMMAND]);
});

test('the manifest subscribes to exactly the events that the listeners take', () => {
  const { events } = registered();

  expect(events).toContain('app_home_opened');
  expect(manifest.settings.event_subscriptions.bot_events).toEqual([...new Set(events)].sort());
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
});

test('the manifest lets buttons and menus reach the listeners', () => {
  expect(registered().actions.length).toBeGreaterThan(0);
  expect(manifest.settings.interactivity.is_enabled).toBe(true);
});

test('the manifest uses Socket Mode, so that no URL must be known', () => {
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(JSON.stringify(manifest)).not.toMatch(/https?:/);
});
