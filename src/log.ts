import pino, { type DestinationStream, type Logger } from 'pino';

/** What must never be written, wherever it hides in an error or a request. */
const SECRET_PATHS = [
  '*.token',
  '*.authorization',
  '*.headers',
  '*.$metadata.headers',
  'err.config',
  'err.original.config',
  'err.cause.config',
];

/** Structured log lines, on standard error if nowhere else; standard output is for results. */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      serializers: { err: briefError },
    },
    destination,
  );
}

/** An error without the requests and headers that SDK errors carry: names, messages, where. */
function briefError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: briefError(error.cause) }),
  };
}
