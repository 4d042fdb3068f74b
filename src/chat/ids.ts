/** Every id that Slack sends back to us, once. */
export const ACTIONS = {
  block: 'block',
  ignore: 'ignore',
  undo: 'undo',
  more: 'more',
  approve: 'approve',
} as const;

/** Forms that a person submits. */
export const VIEWS = { ignore: 'ignore' } as const;

export const COMMAND = '/aism';

/** The event type of the metadata by which a card is found again. */
export const CARD_EVENT = 'aism_card';
