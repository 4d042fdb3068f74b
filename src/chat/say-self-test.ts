import { display } from '../address/address.ts';
import type { SelfTested, Step } from '../response/self-test.ts';
import { TEST_ADDRESS } from '../response/self-test-claim.ts';
import type { CardLook } from './cards/alert-card.ts';
import { escapeMrkdwn } from './cards/plain.ts';

/** What came of a test, each step with the time since its start. */
export function saySelfTest(tested: SelfTested, look: Pick<CardLook, 'mode' | 'nameOf'>): string {
  const name = display(TEST_ADDRESS);
  switch (tested.kind) {
    case 'busy':
      return 'A test is running already; its card tells of it. Try again in a minute.';
    case 'not-tried':
      return `Not tested, and nothing was changed: ${escapeMrkdwn(tested.why)}.`;
    case 'tested': {
      const { steps, troubles } = tested;
      const head =
        troubles.length === 0
          ? `*All is well.* An alert about ${name}, which nobody has, went the whole way:`
          : `*Not all is well.* An alert about ${name}, which nobody has, went so far:`;
      return [
        head,
        ...steps.map((step) => `• ${say(step, look)} after ${step.ms} ms`),
        ...troubles.map((trouble) => `• :warning: ${escapeMrkdwn(trouble)}`),
      ].join('\n');
    }
  }
}

function say({ step, target }: Step, { mode, nameOf }: Pick<CardLook, 'mode' | 'nameOf'>): string {
  switch (step) {
    case 'stored':
      return 'stored';
    case 'decided':
      return 'decided';
    case 'wished':
      return 'blocked in the ledger, for a minute at most,';
    case 'rule':
      return `rule ${mode === 'shadow' ? 'only noted for' : 'seen in'} ${nameOf(target ?? '')}`;
    case 'card':
      return 'card in the channel';
    case 'gone':
      return 'lifted, and the rule gone';
  }
}
