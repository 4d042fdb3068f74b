import { readFileSync } from 'node:fs';
import { alertsOfAuthLog } from './auth-log.ts';

/* Prints the alerts of an auth.log, one a line, for `aism replay`. Arguments: the file, and the year that it does not name. */
const [file = '', year = '2017'] = process.argv.slice(2);
for (const alert of alertsOfAuthLog(readFileSync(file, 'utf8'), Number(year)))
  process.stdout.write(`${JSON.stringify(alert)}\n`);
