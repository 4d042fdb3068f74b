import { createRoot } from 'react-dom/client';
import type { Drawing } from './drawing.ts';
import { PictureView } from './picture-view.tsx';

declare global {
  /** Draws one picture in the place of the last one; who takes photographs of them calls it. */
  var drawPicture: (drawing: Drawing) => void;
}

const root = document.getElementById('root');
if (root !== null) {
  const drawn = createRoot(root);
  let count = 0;
  globalThis.drawPicture = (drawing) => {
    count += 1;
    drawn.render(<PictureView key={count} drawing={drawing} />);
  };
}
