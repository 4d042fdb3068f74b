import type { IncomingMessage, ServerResponse } from 'node:http';
import { Ec2Error } from './errors.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { element, type Xml } from './xml.ts';

/** What goes over the wire. */
export interface Answer {
  status: number;
  xml: string;
}

/** The largest body that is read. AWS's own limit is not documented; no real request comes near. */
const bodyLimitBytes = 1024 * 1024;

/** The parameters of a request: those of the URL, and of the form in the body. */
export async function receive(req: IncomingMessage): Promise<Parameters> {
  if (req.method !== 'GET' && req.method !== 'POST') {
    throw new Ec2Error('InvalidRequest', `The method ${req.method} is not supported.`, 405);
  }
  const url = req.url ?? '/';
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  return readParameters(query, req.method === 'POST' ? await readBody(req) : '');
}

/** The answer of an action: `<ActionResponse xmlns="..."><requestId>...`. */
export function success(action: string, requestId: string, result: Record<string, Xml>): Answer {
  const name = `${action}Response`;
  const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';
  const xml = element(name, { requestId, ...result }).replace(`<${name}>`, `<${name} xmlns="${namespace}">`);
  return { status: 200, xml };
}

/** A refusal. There EC2 spells `RequestID`, and names no namespace. */
export function refusal(error: Ec2Error, requestId: string): Answer {
  const body = { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: requestId };
  return { status: error.status, xml: element('Response', body) };
}

export function send(res: ServerResponse, requestId: string, answer: Answer): void {
  res.writeHead(answer.status, {
    'Content-Type': 'text/xml;charset=UTF-8',
    'Cache-Control': 'no-cache, no-store',
    'x-amzn-requestid': requestId,
    Server: 'AmazonEC2',
  });
  res.end(`<?xml version="1.0" encoding="UTF-8"?>\n${answer.xml}`);
}

/** Reads to the end even when it is too much, so that the caller is there to hear of it. */
async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes <= bodyLimitBytes) chunks.push(buffer);
  }
  if (bytes > bodyLimitBytes) throw new Ec2Error('InvalidRequest', 'The request body is larger than 1 MB.', 413);
  return Buffer.concat(chunks).toString('utf8');
}
