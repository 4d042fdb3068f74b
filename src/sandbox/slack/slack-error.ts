import type { JsonObject } from './json-value.ts';

/** A refusal of the Web API: becomes `{"ok":false,"error":code,...}` with HTTP 200, as Slack answers. */
export class SlackError extends Error {
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.name = 'SlackError';
    this.code = code;
    this.details = details;
  }
}

/** Blocks of a message that break a rule: Slack lists each problem twice. */
export function invalidBlocks(problems: string[]): SlackError {
  return new SlackError('invalid_blocks', { errors: problems, ...messages(problems) });
}

/** Arguments that break a rule, e.g. a view. */
export function invalidArguments(problems: string[]): SlackError {
  return new SlackError('invalid_arguments', messages(problems));
}

function messages(problems: string[]): JsonObject {
  return { response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) } };
}

/** Something that a person cannot do in Slack: what was named is not there, or is not theirs. */
export class NotPossibleError extends Error {
  readonly status: number;

  constructor(message: string, status: 400 | 403 | 404 = 404) {
    super(message);
    this.name = 'NotPossibleError';
    this.status = status;
  }
}
