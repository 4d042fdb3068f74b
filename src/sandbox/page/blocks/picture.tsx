import type { ReactNode } from 'react';

interface Image {
  alt_text: string;
  image_url?: string;
  slack_file?: { id?: string; url?: string };
}

/**
 * A picture of a block. Only those of this origin and `data:` ones are loaded, as the page's Content-Security-Policy
 * allows no others; in place of the rest stands what they show.
 */
export function Picture({ image, size }: { image: Image; size: 'accessory' | 'context' | 'block' }): ReactNode {
  const url = image.image_url ?? fileUrl(image.slack_file);
  if (!url.startsWith('data:image/') && !(url.startsWith('/') && !url.startsWith('//'))) {
    return (
      <span className={`picture-absent picture-${size}`} role="img" aria-label={image.alt_text}>
        {image.alt_text}
      </span>
    );
  }
  return <img className={`picture picture-${size}`} src={url} alt={image.alt_text} loading="lazy" />;
}

/** Where the sandbox's Slack keeps an uploaded file. */
function fileUrl(file: Image['slack_file']): string {
  const id = file?.id ?? file?.url?.split('/').at(-1);
  return id === undefined ? '' : `/slack/api/files/${encodeURIComponent(id)}`;
}
