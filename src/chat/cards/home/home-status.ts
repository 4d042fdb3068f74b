import type { Button, ConfirmationDialog, KnownBlock } from '@slack/types';
import { activePause } from '../../../decision/automatic.ts';
import type { Mode } from '../../../decision/decide.ts';
import { liveBlock } from '../../../ledger/block.ts';
import type { Overview } from '../../../response/overview.ts';
import { ACTIONS } from '../../ids.ts';
import { sayOff } from '../../say-automatic.ts';
import { saySources } from '../../say-sources.ts';
import { sayTarget } from '../../say-targets.ts';
import { plain } from '../plain.ts';
import type { HomeLook } from './home-look.ts';
import { mrkdwn } from './mrkdwn.ts';

/** More Network ACLs than this are told by number only. */
const MOST_TARGETS = 10;

/** Whether AISM may act, whether it hears its sources, how full the Network ACLs are; and the buttons to stop it. */
export function homeStatus(facts: Overview, look: HomeLook): KnownBlock[] {
  const { automatic, now, sources } = facts;
  const off = sayOff(automatic, now);
  const button = off.length > 0 ? resumeButton(facts, look) : pauseButton(look);
  const status = mrkdwn([...(off.length > 0 ? [...off, MODE_WORDS[look.mode]] : [ON_WORDS[look.mode]])].join('\n'));
  return [
    button ? { ...status, accessory: button } : status,
    mrkdwn([...saySources(sources, now, look.silenceMs), ...sayTargets(facts, look)].join('\n')),
  ];
}

const MODE_WORDS: Record<Mode, string> = {
  shadow: 'Mode *shadow*: nothing is really changed',
  ask: "Mode *ask*: people's blocks are real, nothing is automatic",
  live: 'Mode *live*: over the threshold AISM blocks by itself',
};

const ON_WORDS: Record<Mode, string> = {
  ...MODE_WORDS,
  live: `:large_green_circle: ${MODE_WORDS.live}`,
};

function sayTargets({ targets, live }: Overview, { nameOf }: HomeLook): string[] {
  const waiting = (target: string) =>
    live.filter((record) => liveBlock(record)?.targets[target]?.state === 'waiting').length;
  const lines = targets.slice(0, MOST_TARGETS).map(({ id, status }) => {
    const wait = waiting(id) > 0 ? `; ${waiting(id)} without a slot` : '';
    return `Network ACL ${sayTarget(nameOf(id), status)}${wait}`;
  });
  const more = targets.length - MOST_TARGETS;
  return more > 0 ? [...lines, `… and ${more} more: \`/aism list\``] : lines;
}

function pauseButton({ may, mode }: HomeLook): Button | undefined {
  // Where nothing is automatic there is nothing to pause.
  if (!may.pause || mode === 'ask') return undefined;
  const text =
    'Attackers are asked about meanwhile; what is blocked stays blocked. For another time: /aism pause 8h and the reason.';
  return {
    ...button(ACTIONS.pause, 'Pause 1 h', '1h'),
    confirm: confirm('Pause automatic blocking for 1 hour?', text, 'Pause'),
  };
}

function resumeButton({ automatic, now }: Overview, { may }: HomeLook): Button | undefined {
  if (!may.resume) return undefined;
  const { trip } = automatic;
  const pause = activePause(automatic, now);
  const text = trip
    ? `It went off by itself: ${trip.why}. Look whether these were attackers before you go on; only a lead may.`
    : `It was paused${pause?.why ? `: ${pause.why}` : ' without a reason given'}.`;
  return {
    ...button(ACTIONS.resume, 'Resume', 'home'),
    style: 'primary',
    confirm: confirm('Let AISM block by itself again?', plain(text, 300), 'Resume'),
  };
}

function button(action_id: string, text: string, value: string): Button {
  return { type: 'button', action_id, text: { type: 'plain_text', text }, value };
}

function confirm(title: string, text: string, yes: string): ConfirmationDialog {
  const words = (said: string) => ({ type: 'plain_text' as const, text: said });
  return { title: words(title), text: words(text), confirm: words(yes), deny: words('Cancel') };
}
