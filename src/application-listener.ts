import type { RequestListener, ServerResponse } from 'node:http';
import { sendJson } from './http.ts';
import { type Application, asListener } from './wire.ts';

/** The routes of the application itself: alerts, Slack, health. */
export function applicationListener(application: Application): RequestListener {
  const alerts = asListener(application.alerts);
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/slack/events') {
      // Bolt's listener throws at any other method, and nobody but us would catch it.
      if (request.method !== 'POST')
        return sendJson(response, 405, { error: 'method_not_allowed', message: 'Slack posts here.' });
      if (application.slackEvents) return application.slackEvents(request, response);
      return sendJson(response, 404, { error: 'socket_mode', message: 'Slack reaches this AISM by Socket Mode.' });
    }
    if (path.startsWith('/alerts/')) return alerts(request, response);
    if (path === '/healthz') return answerHealth(application, response);
    return sendJson(response, 404, { error: 'not_found', message: 'Alerts go to POST /alerts/elastalert.' });
  };
}

/** Without a tick for so long something is stuck. Milliseconds. */
const TICK_LATE_MS = 5 * 60_000;

/** Live as long as it answers; ready when the ledger answers and the tick runs. */
async function health(application: Application): Promise<{ live: true; ready: boolean; why: string[] }> {
  const why: string[] = [];
  try {
    await application.deps.ledger.guard.read();
  } catch (error) {
    why.push(error instanceof Error ? error.message : 'the ledger does not answer');
  }
  const last = application.worker.lastTick();
  if (last === undefined || Date.now() - last > TICK_LATE_MS) why.push('no tick has ended for 5 minutes, or none yet');
  return { live: true, ready: why.length === 0, why };
}

function answerHealth(application: Application, response: ServerResponse): void {
  health(application).then(
    (state) => sendJson(response, state.ready ? 200 : 503, state),
    () => sendJson(response, 503, { live: true, ready: false, why: ['the check itself failed'] }),
  );
}
