import type { ButtonAction } from '@slack/bolt';
import { resumeAutomatic } from '../../response/resume-automatic.ts';
import { sayResumeAnswer } from '../say-automatic.ts';
import { type ListenerDeps, onClick } from './listen.ts';

/** Resume on the Home tab. What the breaker switched off only a lead switches on, as the policy says. */
export function resumeClicked(listener: ListenerDeps) {
  return onClick<ButtonAction>(listener, 'resume', async ({ user }) => {
    const isLead = await listener.access.may(user, 'resume-after-breaker');
    return sayResumeAnswer(await resumeAutomatic(listener.deps, { by: user, isLead }));
  });
}
