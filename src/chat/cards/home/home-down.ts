import type { HomeView } from '@slack/types';
import { ACTIONS } from '../../ids.ts';
import { slackDate } from '../../say-result.ts';
import { mrkdwn } from './mrkdwn.ts';

/** App Home while the ledger cannot be read: what that means, and a way to look again. `now` in milliseconds. */
export function homeDown({ now, answer, page }: { now: number; answer?: string | undefined; page: number }): HomeView {
  const means = [
    '*DynamoDB does not answer.* What is blocked stays blocked in the Network ACL.',
    'Until it answers again no block begins or ends, and a click is told so. ElastAlert is told to repeat its alerts; it does so for two days, and none is lost.',
  ];
  return {
    type: 'home',
    private_metadata: String(page),
    blocks: [
      ...(answer ? [mrkdwn(answer), { type: 'divider' as const }] : []),
      { type: 'header', text: { type: 'plain_text', text: ':warning: AISM cannot read its ledger now', emoji: true } },
      mrkdwn(means.join('\n')),
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: ACTIONS.homePage,
            text: { type: 'plain_text', text: 'Look again' },
            value: String(page),
          },
        ],
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `As of ${slackDate(now)}.` }] },
    ],
  };
}
