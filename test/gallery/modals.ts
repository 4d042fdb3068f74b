import { ignoreForm, ignoreRefused, ignoreSkeleton } from '../../src/chat/modals/ignore-modal.ts';
import { address } from '../support/address.ts';
import type { Group } from './picture.ts';

const form = { address: address('203.0.113.7'), episode: '1-0', channel: 'C_SECURITY' };
const preview = {
  this: { alerts: 14, addresses: 1, blocks: 0 },
  address: { alerts: 22, addresses: 1, blocks: 1 },
  rule: { alerts: 311, addresses: 57, blocks: 12 },
};

export const modals: Group = {
  name: 'modals',
  title: 'Forms',
  pictures: [
    {
      name: 'ignore',
      about: 'Ignore… of a card: what, and for how long; a lead may choose 30 days.',
      draw: async () => ({ kind: 'modal', view: ignoreForm(form, { rule: 'ssh-bruteforce', preview, isLead: true }) }),
    },
    {
      name: 'ignore-unread',
      about: 'The same for an analyst, while the last days cannot be read.',
      draw: async () => ({
        kind: 'modal',
        view: ignoreForm(form, { rule: 'ssh-bruteforce', preview: undefined, isLead: false }),
      }),
    },
    {
      name: 'ignore-opening',
      about: 'What shows at once, until the numbers are there.',
      draw: async () => ({ kind: 'modal', view: ignoreSkeleton(form) }),
    },
    {
      name: 'ignore-refused',
      about: 'For one who may not.',
      draw: async () => ({
        kind: 'modal',
        view: ignoreRefused(form, 'You may not do that. These may: the analysts and leads.'),
      }),
    },
  ],
};
