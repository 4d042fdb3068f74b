import { LedgerUnavailableError, OutcomeUnknownError } from '../ledger/errors.ts';

/** Slack waits 3 s for an acknowledgement (docs.slack.dev, "Handling user interaction"); we leave some for the way. */
const ACK_BY_MS = 2300;

/**
 * Runs a story, acknowledges as soon as it is done or the time is nearly over, and returns its answer. What goes wrong
 * becomes an answer too: nobody who clicked is left without a word. `isLook`: the story changes nothing.
 */
export async function answerInTime(
  story: () => Promise<string>,
  ack: (answer: string | undefined) => Promise<void>,
  onError: (error: unknown) => void,
  isLook = false,
): Promise<{ answer: string; inAck: boolean }> {
  const answer = story().catch((error: unknown) => {
    onError(error);
    return isLook ? sayUnseen(error) : sayFailure(error);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ACK_BY_MS);
  });
  const first = await Promise.race([answer, late]);
  clearTimeout(timer);
  await ack(first);
  return { answer: await answer, inAck: first !== undefined };
}

function sayUnseen(error: unknown): string {
  return error instanceof OutcomeUnknownError || error instanceof LedgerUnavailableError
    ? 'The ledger (DynamoDB) does not answer now. What is blocked stays blocked. Please look again in a minute.'
    : 'That could not be shown: something went wrong inside AISM. It is in the log; please try again.';
}

function sayFailure(error: unknown): string {
  if (error instanceof OutcomeUnknownError)
    return 'Perhaps not done: the ledger (DynamoDB) did not answer in time, so it may have been stored or not. The card, or `/aism check`, tells soon; doing it again does no harm.';
  return error instanceof LedgerUnavailableError
    ? 'Not done: the ledger (DynamoDB) does not answer, so nothing was stored. Please try again in a minute.'
    : 'Not done: something went wrong inside AISM. It is in the log; please try again.';
}
