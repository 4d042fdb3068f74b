import { type Agent, request } from 'node:http';

/** Posts an alert's body as ElastAlert does. Rejects unless it is taken with 202. */
export function postAlert(agent: Agent, url: string, token: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('error', reject);
      answer.once('end', () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`an alert was answered ${answer.statusCode}`)),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
