import type { App, BlockAction, ButtonAction, OverflowAction, ViewSubmitAction } from '@slack/bolt';
import { ACTIONS, COMMAND, VIEWS } from '../ids.ts';
import { allowSubmitted } from './allow-submitted.ts';
import { approveClicked } from './approve.ts';
import { blockClicked } from './block.ts';
import { blockNowClicked } from './block-now.ts';
import { blockSubmitted, extendSubmitted } from './block-submitted.ts';
import { blockTopClicked } from './block-top.ts';
import { commandTyped } from './command.ts';
import { declineClicked } from './decline.ts';
import { extendClicked } from './extend.ts';
import { homeOpened, homeTurned } from './home.ts';
import { ignoreClicked } from './ignore.ts';
import { ignoreSubmitted } from './ignore-submitted.ts';
import type { ListenerDeps } from './listen.ts';
import { moreChosen } from './more.ts';
import { overrideClicked } from './open-override-form.ts';
import { overrideSubmitted } from './override-submitted.ts';
import { pauseClicked } from './pause.ts';
import { resumeClicked } from './resume.ts';
import { pageTurned, rowBlocked, showAllClicked } from './show-all.ts';
import { undoClicked } from './undo.ts';
import { UNKNOWN, unknownClicked } from './unknown.ts';
import { whyClicked } from './why.ts';

/** Everything that Slack can ask of us. */
export function registerListeners(app: App, listener: ListenerDeps): void {
  app.command(COMMAND, commandTyped(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.block, blockClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.ignore, ignoreClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.undo, undoClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.approve, approveClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.decline, declineClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.extend, extendClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.blockNow, blockNowClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.why, whyClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.override, overrideClicked(listener));
  app.action<BlockAction<OverflowAction>>(ACTIONS.more, moreChosen(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.blockTop, blockTopClicked(listener));
  app.action<BlockAction<OverflowAction>>(ACTIONS.blockTopMore, blockTopClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.showAll, showAllClicked(listener));
  for (const way of ['next', 'previous'])
    app.action<BlockAction<ButtonAction>>(`${ACTIONS.page}-${way}`, pageTurned(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.blockRow, rowBlocked(listener));
  app.action<BlockAction<ButtonAction>>(UNKNOWN, unknownClicked(listener));
  app.view<ViewSubmitAction>(VIEWS.ignore, ignoreSubmitted(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.pause, pauseClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.resume, resumeClicked(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.homePage, homeTurned(listener));
  app.action<BlockAction<ButtonAction>>(ACTIONS.homeBack, homeTurned(listener));
  app.view<ViewSubmitAction>(VIEWS.block, blockSubmitted(listener));
  app.view<ViewSubmitAction>(VIEWS.extend, extendSubmitted(listener));
  app.view<ViewSubmitAction>(VIEWS.allow, allowSubmitted(listener));
  app.view<ViewSubmitAction>(VIEWS.override, overrideSubmitted(listener));
  app.event('app_home_opened', homeOpened(listener));
}
