import type { Fault } from '../faults.ts';
import type { Parameters } from './parameters.ts';
import type { Store } from './store.ts';
import type { Rate } from './throttle.ts';
import type { Xml } from './xml.ts';

/** What an action works with: the request's parameters and the sandbox around it. */
export interface Request {
  parameters: Parameters;
  store: Store;
  region: string;
  fault: Fault;
}

/** One action of EC2: its rate limit, and what it answers beside the request's id. It refuses by throwing an Ec2Error. */
export interface Action {
  rate: Rate;
  run(request: Request): Record<string, Xml>;
}
