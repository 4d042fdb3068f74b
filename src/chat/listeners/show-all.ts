import type { ButtonAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { approveBlock } from '../../response/approve-block.ts';
import { lookSoon } from '../../response/block-top.ts';
import { stormPage } from '../../response/storm-page.ts';
import { readCardValue } from '../card-value.ts';
import {
  PAGE_ROWS,
  type PageOf,
  readPageOf,
  readTurn,
  stormRows,
  stormSkeleton,
  stormTrouble,
} from '../modals/storm-modal.ts';
import { sayBlockAnswer, sayMode } from '../say-result.ts';
import { readStormValue } from '../storm-value.ts';
import type { ActionArgs, ListenerDeps } from './listen.ts';
import { tellClicker } from './tell-clicker.ts';

const HOUR_MS = 3_600_000;
const NO_DIGEST = 'This button belongs to no digest that AISM knows.';
const UNREADABLE = 'AISM cannot read its ledger (DynamoDB) now. Close this and try again in a minute.';

type Args = ActionArgs<ButtonAction>;

/** "Show all" on a storm's digest: a modal opens at once, from the click alone, and is filled after that. */
export function showAllClicked(listener: ListenerDeps) {
  return async (args: Args): Promise<void> => {
    const { ack, body, action, client } = args;
    const user = body.user.id;
    const acknowledged = ack();
    const read = readStormValue(action.value ?? '');
    const tell = (text: string) => tellClicker(args, text, listener.log);
    try {
      if (!(await listener.access.may(user, 'look'))) return await tell(listener.access.refusal('look'));
      if (!read) return await tell(NO_DIGEST);
      const page: PageOf = { storm: read.storm, source: read.source, number: 1 };
      const opened = await client.views.open({ trigger_id: body.trigger_id, view: stormSkeleton(page) });
      await client.views.update({ view_id: opened.view?.id ?? '', view: await filled(listener, page) });
    } catch (error) {
      listener.log.warn({ err: error, user }, 'the attackers of a storm could not be shown');
      await tell('They could not be shown. `/aism list asks` shows the open questions.');
    } finally {
      await acknowledged;
    }
  };
}

/** Next and Previous. */
export function pageTurned(listener: ListenerDeps) {
  return async (args: Args): Promise<void> => {
    const { ack, body, action } = args;
    await ack();
    const { access, log } = listener;
    const page = readPageOf(body.view?.private_metadata ?? '');
    const to = readTurn(action.value ?? '');
    if (!page || !to) return tellClicker(args, NO_DIGEST, log);
    if (!(await access.may(body.user.id, 'look'))) return tellClicker(args, access.refusal('look'), log);
    const { storm, source } = page;
    const view = await filled(listener, { storm, source, ...to });
    await tellClicker(args, 'The page could not be shown. `/aism list asks` shows the open questions.', log, () =>
      showIn(args, view),
    );
  };
}

/** Block in a row: the answer stands above the rows. */
export function rowBlocked(listener: ListenerDeps) {
  return async (args: Args): Promise<void> => {
    const { ack, body, action } = args;
    await ack();
    const page = readPageOf(body.view?.private_metadata ?? '');
    if (!page) return tellClicker(args, NO_DIGEST, listener.log);
    const answer = await block(listener, body.user.id, action.value ?? '', page.storm).catch((error: unknown) => {
      listener.log.error({ err: error, user: body.user.id }, 'a click could not be answered well');
      return 'Perhaps not done: the ledger (DynamoDB) did not answer well. Pressing it again does no harm.';
    });
    const view = await filled(listener, page, answer);
    await tellClicker(args, answer, listener.log, () => showIn(args, view));
  };
}

function showIn({ body, client }: Args, view: ModalView) {
  return client.views.update({ view_id: body.view?.id ?? '', view });
}

async function block({ deps, access }: ListenerDeps, user: string, value: string, storm: string): Promise<string> {
  if (!(await access.may(user, 'block'))) return access.refusal('block');
  const card = readCardValue(value);
  if (!card) return 'This button belongs to no card that AISM knows.';
  const answer = await approveBlock(deps, { ...card, by: user, forMs: HOUR_MS });
  await lookSoon(deps, storm);
  return `${sayBlockAnswer(card.address, answer)}${sayMode(deps.mode)}`;
}

async function filled({ deps, log }: ListenerDeps, page: PageOf, answer?: string) {
  try {
    return stormRows(page, await stormPage(deps, page, PAGE_ROWS), answer);
  } catch (error) {
    log.error({ err: error }, 'a page of a storm could not be read');
    return stormTrouble(page, [answer, UNREADABLE].filter(Boolean).join(' '));
  }
}
