import type { TargetStatus } from '../response/target-status.ts';
import { slackDate } from './say-result.ts';

/** How full a Network ACL is, and whether something else touches our rules there. */
export function sayTarget(name: string, { rules, quota, drifts, lastDrift }: TargetStatus): string {
  const drift =
    lastDrift === undefined
      ? ''
      : `. :warning: Something else changed our rules there ${drifts === 1 ? 'once' : `${drifts} times`} within the last hour, the last time ${slackDate(lastDrift)}; they were put back`;
  return `${name}: ${rules} of our rules, at most ${quota} with those of others${drift}`;
}
