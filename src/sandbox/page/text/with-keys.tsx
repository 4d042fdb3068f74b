import { Fragment, type ReactNode } from 'react';

/** Draws pieces that have no identity besides their place and hold no state, as those of a text: the place is the key. */
export function withKeys<T>(pieces: readonly T[], draw: (piece: T) => ReactNode): ReactNode[] {
  return pieces.map((piece, place) => <Fragment key={place.toString()}>{draw(piece)}</Fragment>);
}
