import type { ParsedAlert } from './alert.ts';
import { type ParseContext, parseElastalert } from './elastalert.ts';

/** How to read the JSON body of one source. */
export type ParseAlert = (body: unknown, context: ParseContext) => ParsedAlert;

/** The sources that may post to `/alerts/<source>`, by that name. */
export const alertSources: ReadonlyMap<string, ParseAlert> = new Map([['elastalert', parseElastalert]]);
