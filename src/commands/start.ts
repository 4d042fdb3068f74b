import { readConfig } from '../config.ts';
import { start } from '../server.ts';

/** `aism start`: runs until it is told to stop. */
export async function runStart(): Promise<void> {
  await start(readConfig());
}
