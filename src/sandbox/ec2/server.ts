import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault, FaultBox } from '../faults.ts';
import { performSts, stsRefusal } from '../sts/sts.ts';
import { ownAccountId } from './account.ts';
import { findAction } from './actions.ts';
import { callerOf, checkRegion, readSignature, type Signature } from './caller.ts';
import { Ec2Error, serverError } from './errors.ts';
import { type Answer, receive, refusal, send, success } from './http.ts';
import type { NetworkAcl } from './network-acl.ts';
import type { Parameters } from './parameters.ts';
import { openStores } from './store.ts';
import { createThrottle } from './throttle.ts';

export type { Association, Entry, NetworkAcl } from './network-acl.ts';

/** The sandbox's EC2 and STS, to be bound to 127.0.0.1: it believes everyone who signs. */
export interface Ec2 {
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** The Network ACL of both subnets of the own account in the home region; the same after a restart from the same file. */
  networkAclId: string;
  /** Those of every account and region. */
  networkAcls(): readonly NetworkAcl[];
  /** Calls back after each change of a Network ACL. */
  onChange(listener: () => void): void;
}

/** The fault code by which the caller's time runs out *after* the change: it is made, and no answer comes. */
export const timeoutAfter = 'timeout-after';

/**
 * A small EC2: the Query protocol, version 2016-11-15, for Network ACLs and the VPC in which they stand, with AWS's checks,
 * error codes, quota, throttling and DryRun; and beside it STS. What is signed for STS goes there. Account and region are
 * those of the signature; `region` is the one of who names none. `file` is its memory; `now` is the clock of throttling, of
 * sessions and of a Describe that lags, in milliseconds.
 */
export function createEc2(options: { file?: string; faults: FaultBox; now?: () => number; region: string }): Ec2 {
  const { faults, now = Date.now } = options;
  const stores = openStores({ file: options.file, now, region: options.region });
  const throttle = createThrottle(now);
  const own = stores.at({ ownerId: ownAccountId, region: options.region });

  function faultOf(signature: Signature | undefined): Fault {
    if (signature?.service === 'sts') return faults.current.sts ?? {};
    const fault = faults.current.ec2 ?? {};
    return fault.region === undefined || fault.region === (signature?.region ?? options.region) ? fault : {};
  }

  function perform(parameters: Parameters, requestId: string, signature: Signature): Answer {
    const caller = callerOf(signature, stores.sessions.find, now());
    if (signature.service === 'sts') {
      return performSts(parameters, requestId, { caller, now: now(), add: stores.sessions.add });
    }
    const region = checkRegion(signature.region ?? options.region);
    const { name, action } = findAction(parameters);
    const { accountId } = caller;
    if (!throttle.take(`${accountId} ${region} ${name}`, action.rate)) throw serverError('RequestLimitExceeded');
    // Then EC2 looks at the caller's rights only, and not at the other parameters.
    if (parameters.flag('DryRun') === true) {
      throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
    }
    const store = stores.at({ ownerId: accountId, region });
    return success(name, requestId, action.run({ parameters, store, region, fault: faultOf(signature) }));
  }

  async function serve(req: IncomingMessage, res: ServerResponse, signature: Signature | undefined): Promise<void> {
    const requestId = randomUUID();
    const isSts = signature?.service === 'sts';
    let answer: Answer;
    let lost = false;
    try {
      const parameters = await receive(req);
      const fault = faultOf(signature);
      if (fault.latencyMs !== undefined) await sleep(fault.latencyMs);
      if (signature === undefined) throw serverError('MissingAuthenticationToken');
      const standard = isSts ? 'Throttling' : 'RequestLimitExceeded';
      const code = Math.random() < (fault.errorRate ?? 0) ? (fault.code ?? standard) : undefined;
      lost = code === timeoutAfter;
      if (code !== undefined && !lost) throw serverError(code);
      answer = perform(parameters, requestId, signature);
    } catch (error) {
      if (!(error instanceof Ec2Error) && !req.errored) console.error('The sandbox EC2 failed:', error);
      const told = error instanceof Ec2Error ? error : serverError('InternalError');
      answer = isSts ? stsRefusal(told, requestId) : refusal(told, requestId);
    }
    if (lost) res.destroy();
    else send(res, requestId, answer);
  }

  return {
    handle(req, res) {
      const signature = readSignature(req);
      if (faultOf(signature).down === true) req.socket.destroy();
      else void serve(req, res, signature);
    },
    networkAclId: own.account.networkAclId,
    networkAcls: stores.networkAcls,
    onChange: stores.onChange,
  };
}
