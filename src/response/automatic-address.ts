/** What actions about automatic blocking as a whole have in the place of an address. */
export const AUTOMATIC = 'automatic blocking';
