import { allowForm } from '../../src/chat/modals/allow-form.ts';
import { blockForm, blockRefused } from '../../src/chat/modals/block-form.ts';
import { ignoreForm, ignoreRefused, ignoreSkeleton } from '../../src/chat/modals/ignore-modal.ts';
import { overrideForm } from '../../src/chat/modals/override-form.ts';
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
      name: 'block',
      about: 'Block 7 d or other… of a card: how long, and why.',
      draw: async () => ({
        kind: 'modal',
        view: blockForm('block', form, { known: '25 failed SSH log-ins in 10 min', initial: '7d' }),
      }),
    },
    {
      name: 'block-range',
      about: 'The same for a range: it says how many that hits.',
      draw: async () => ({
        kind: 'modal',
        view: blockForm(
          'block',
          { ...form, address: address('203.0.113.0/24') },
          { known: '70 of 256 in 203.0.113.0/24 attack', initial: '24h' },
        ),
      }),
    },
    {
      name: 'extend',
      about: 'Extend 7 d or other… while it is blocked.',
      draw: async () => ({
        kind: 'modal',
        view: blockForm('extend', form, { known: 'blocked (active): it scans our shop', initial: '7d' }),
      }),
    },
    {
      name: 'block-refused',
      about: 'In the place of its fields, when somebody was faster.',
      draw: async () => ({
        kind: 'modal',
        view: blockRefused(
          'block',
          form,
          '203.0.113.7 is blocked already (active): it scans our shop. The card has Extend.',
        ),
      }),
    },
    {
      name: 'allow',
      about: 'Allow… of a card: which addresses, for how long, and why.',
      draw: async () => ({ kind: 'modal', view: allowForm(form) }),
    },
    {
      name: 'override',
      about: 'Override… of a card about what is never blocked.',
      draw: async () => ({
        kind: 'modal',
        view: overrideForm(form, '203.0.113.7 is never blocked: listed under guard in aism.yml'),
      }),
    },
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
