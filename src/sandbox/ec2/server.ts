import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultBox } from '../faults.ts';
import { findAction } from './actions.ts';
import { Ec2Error, serverError } from './errors.ts';
import { type Answer, checkSigned, receive, refusal, send, success } from './http.ts';
import type { NetworkAcl } from './network-acl.ts';
import type { Parameters } from './parameters.ts';
import { openStore } from './store.ts';
import { createThrottle } from './throttle.ts';

export type { Association, Entry, NetworkAcl } from './network-acl.ts';

/** The sandbox's EC2, to be bound to 127.0.0.1: it believes everyone who signs. */
export interface Ec2 {
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** The Network ACL of both subnets; the same after a restart from the same file. */
  networkAclId: string;
  networkAcls(): NetworkAcl[];
  /** Calls back after each change of a Network ACL. */
  onChange(listener: () => void): void;
}

/** The fault code by which the caller's time runs out *after* the change: it is made, and no answer comes. */
export const timeoutAfter = 'timeout-after';

/**
 * A small EC2: the Query protocol, version 2016-11-15, for Network ACLs and the VPC in which they stand, with AWS's checks,
 * error codes, quota, throttling and DryRun. `file` is its memory; `now` is the clock of throttling and of a Describe that
 * lags, in milliseconds.
 */
export function createEc2(options: { file?: string; faults: FaultBox; now?: () => number; region: string }): Ec2 {
  const { faults, now = Date.now, region } = options;
  const store = openStore(options.file, now);
  const throttle = createThrottle(now);

  function perform(parameters: Parameters, requestId: string, fault: Fault): Answer {
    const { name, action } = findAction(parameters);
    if (!throttle.take(name, action.rate)) throw serverError('RequestLimitExceeded');
    // Then EC2 looks at the caller's rights only, and not at the other parameters.
    if (parameters.flag('DryRun') === true) {
      throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
    }
    return success(name, requestId, action.run({ parameters, store, region, fault }));
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    let answer: Answer;
    let lost = false;
    try {
      const parameters = await receive(req);
      const fault = faults.current.ec2 ?? {};
      if (fault.latencyMs !== undefined) await sleep(fault.latencyMs);
      checkSigned(req, parameters);
      const code = Math.random() < (fault.errorRate ?? 0) ? (fault.code ?? 'RequestLimitExceeded') : undefined;
      lost = code === timeoutAfter;
      if (code !== undefined && !lost) throw serverError(code);
      answer = perform(parameters, requestId, fault);
    } catch (error) {
      if (!(error instanceof Ec2Error) && !req.errored) console.error('The sandbox EC2 failed:', error);
      answer = refusal(error instanceof Ec2Error ? error : serverError('InternalError'), requestId);
    }
    if (lost) res.destroy();
    else send(res, requestId, answer);
  }

  return {
    handle(req, res) {
      if (faults.current.ec2?.down === true) req.socket.destroy();
      else void serve(req, res);
    },
    networkAclId: store.account.networkAclId,
    networkAcls: () => [...store.networkAcls()],
    onChange: store.onChange,
  };
}
