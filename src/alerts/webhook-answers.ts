/** What the webhook answers: a status, a JSON body, headers. Every refusal says in `message` what to do next. */
export interface WebhookAnswer {
  status: 202 | 400 | 401 | 403 | 404 | 405 | 413 | 415 | 503;
  body: { ok: true; [key: string]: unknown } | { error: string; message: string };
  headers?: Record<string, string>;
}

export const unauthorized: WebhookAnswer = {
  status: 401,
  body: {
    error: 'unauthorized',
    message: 'Send the header "Authorization: Bearer <token>" with one of the tokens in AISM_WEBHOOK_TOKENS.',
  },
  headers: { 'WWW-Authenticate': 'Bearer realm="AISM alerts"' },
};

export function forbidden(sender: string): WebhookAnswer {
  const message = `The sender (${sender}) is not allowed: add its address to AISM_WEBHOOK_SOURCES, or, if it is behind a proxy of yours, the proxy to AISM_TRUSTED_PROXIES.`;
  return { status: 403, body: { error: 'forbidden', message } };
}

export function unknownSource(source: string, known: readonly string[]): WebhookAnswer {
  const paths = known.map((name) => `/alerts/${name}`).join(', ');
  return {
    status: 404,
    body: { error: 'unknown-source', message: `There is no source "${source}": post to ${paths}.` },
  };
}

export const methodNotAllowed: WebhookAnswer = {
  status: 405,
  body: { error: 'method-not-allowed', message: 'Send the alert with POST.' },
  headers: { Allow: 'POST' },
};

export const unsupportedMediaType: WebhookAnswer = {
  status: 415,
  body: {
    error: 'unsupported-media-type',
    message: 'Send the header "Content-Type: application/json" and the body as plain JSON in UTF-8, not compressed.',
  },
};

export function tooLarge(maxBytes: number): WebhookAnswer {
  const message = `The body is larger than ${maxBytes} bytes: send fewer fields (http_post2_all_values: false, or no attach_related).`;
  return { status: 413, body: { error: 'too-large', message } };
}

export const cutOff: WebhookAnswer = {
  status: 400,
  body: { error: 'cut-off', message: 'The connection ended before the body did: send it again.' },
};

/** ElastAlert tries again at its next run, by default a minute later. */
export const notStored: WebhookAnswer = {
  status: 503,
  body: {
    error: 'not-stored',
    message:
      "The alert could not be stored, so nothing was done with it: send it again in a minute. AISM's log says why.",
  },
  headers: { 'Retry-After': '60' },
};

export function accepted(identity: string, addresses: string[]): WebhookAnswer {
  return { status: 202, body: { ok: true, identity, addresses } };
}

export function quarantined(why: string): WebhookAnswer {
  return { status: 202, body: { ok: true, quarantined: why } };
}
