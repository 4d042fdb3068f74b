import type { JsonObject } from './json-value.ts';
import type { SlackMessage } from './types.ts';

/**
 * A message as the Web API gives it: without the channel, which the caller named. Unless all metadata was asked for, only
 * its type is told, as for an app whose manifest does not subscribe to it.
 */
export function wireMessage(message: SlackMessage, allMetadata: boolean): JsonObject {
  const { channel: _channel, ephemeral_to: _to, metadata, ...rest } = message;
  if (!metadata) return rest;
  return { ...rest, metadata: allMetadata ? metadata : { event_type: metadata.event_type } };
}
