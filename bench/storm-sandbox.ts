import { subscribe } from 'node:diagnostics_channel';
import { createLog } from '../src/log.ts';
import { startSandbox } from '../src/sandbox.ts';

/*
 * The sandbox in a process of its own, as `npm run sandbox` starts it, that counts what Slack was asked. Argument: its folder.
 * It sends its facts first, and its numbers whenever it is sent anything.
 */
const [data = ''] = process.argv.slice(2);
let [slackCalls, rateLimited, most] = [0, 0, 0];
subscribe('http.server.response.finish', (message) => {
  const { request, response } = message as { request: { url?: string }; response: { statusCode: number } };
  if (!request.url?.startsWith('/slack/api/')) return;
  slackCalls += 1;
  if (response.statusCode === 429) rateLimited += 1;
});
const look = () => {
  most = Math.max(most, process.memoryUsage.rss());
};
setInterval(look, 200).unref();

const { facts } = await startSandbox({ port: 0, data, reset: false, log: createLog('error') });
process.on('message', () => {
  look();
  const rssMb = Math.round(most / 1024 / 1024);
  process.send?.({ slackCalls, rateLimited, rssMb });
});
process.once('disconnect', () => process.exit(0));
process.send?.(facts);
