import { takeOff } from './allow.ts';
import type { Command } from './command.ts';

/** `/aism unallow 203.0.113.9 the scanner is gone` */
export const unallow: Command = {
  name: 'unallow',
  usage: 'unallow <ip|cidr> [reason]',
  about: 'takes an address or range off the allowlist',
  examples: ['unallow 203.0.113.9 the pentest is over'],
  act: 'allow',
  run: (args, context) => takeOff(args, context, unallow.usage),
};
