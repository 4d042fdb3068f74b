import type { HomeView } from '@slack/types';
import { mrkdwn } from './mrkdwn.ts';

/** App Home for whom the policy lets not even look; `refusal` (mrkdwn) tells who may, `answer` what came of a click. */
export function homeClosed({ refusal, answer }: { refusal: string; answer?: string | undefined }): HomeView {
  return { type: 'home', private_metadata: '0', blocks: [...(answer ? [mrkdwn(answer)] : []), mrkdwn(refusal)] };
}
