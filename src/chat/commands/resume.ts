import { resumeAutomatic } from '../../response/resume-automatic.ts';
import { sayResumeAnswer } from '../say-automatic.ts';
import type { Command } from './command.ts';

/** `/aism resume` */
export const resume: Command = {
  name: 'resume',
  usage: 'resume',
  about: 'lets automatic blocking go on after a pause; after the breaker switched it off only leads may',
  examples: ['resume'],
  act: 'resume',
  async run(_words, { deps, access, user }) {
    const isLead = await access.may(user, 'resume-after-breaker');
    return sayResumeAnswer(await resumeAutomatic(deps, { by: user, isLead }));
  },
};
