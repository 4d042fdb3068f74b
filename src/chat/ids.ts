/** Every id that Slack sends back to us, once. */
export const ACTIONS = {
  block: 'block',
  ignore: 'ignore',
  undo: 'undo',
  more: 'more',
  approve: 'approve',
  decline: 'decline',
  /** Longer, on a card whose block lives. */
  extend: 'extend',
  /** The reasons, for the one who asks alone. */
  why: 'why',
  /** On a card that waits: a person wants it, so that it gets the next free slot. */
  blockNow: 'block-now',
  /** On a card about what is never blocked: opens a form. */
  override: 'override',
  /** Of App Home. */
  pause: 'pause',
  resume: 'resume',
  homePage: 'home-page',
  homeBack: 'home-back',
  /** Of a storm's digest. */
  blockTop: 'block-top',
  blockTopMore: 'block-top-more',
  showAll: 'show-all',
  /** In the modal of all: `page-next`, `page-previous`, and a row's Block. */
  page: 'page',
  blockRow: 'block-row',
} as const;

/** Forms that a person submits. */
export const VIEWS = {
  ignore: 'ignore',
  block: 'block',
  extend: 'extend',
  allow: 'allow',
  override: 'override',
  storm: 'storm',
} as const;

export const COMMAND = '/aism';

/** The event type of the metadata by which a card is found again. */
export const CARD_EVENT = 'aism_card';
