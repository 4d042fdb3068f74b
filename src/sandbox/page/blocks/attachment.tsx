import type { MessageAttachment } from '@slack/types';
import type { ReactNode } from 'react';
import { Mrkdwn } from '../text/mrkdwn-view.tsx';
import { Plain } from '../text/text-object.tsx';
import { withKeys } from '../text/with-keys.tsx';
import { Blocks } from './block-view.tsx';

const NAMED_COLOURS: Readonly<Record<string, string>> = { good: '#2eb886', warning: '#daa038', danger: '#a30200' };

/** The older kind of content, with a colour bar at its side. */
export function Attachment({ attachment }: { attachment: MessageAttachment }): ReactNode {
  const { pretext, title, text, fields, footer, blocks, fallback } = attachment;
  const bare = blocks === undefined && title === undefined && text === undefined && fields === undefined;
  return (
    <div>
      {pretext !== undefined && <Mrkdwn text={pretext} />}
      <div className="attachment">
        <span className="attachment-bar" style={{ background: colourOf(attachment.color) }} />
        <div className="attachment-body">
          {title !== undefined && (
            <b className="attachment-title">
              <Plain text={title} />
            </b>
          )}
          {text !== undefined && <Mrkdwn text={text} />}
          {fields !== undefined && (
            <div className="fields">
              {withKeys(fields, (field) => (
                <div className="field">
                  <b>
                    <Plain text={field.title} />
                  </b>
                  <Mrkdwn text={field.value} />
                </div>
              ))}
            </div>
          )}
          {blocks !== undefined && <Blocks blocks={blocks.filter(isKnown)} />}
          {bare && fallback !== undefined && <Plain text={fallback} />}
          {footer !== undefined && (
            <div className="attachment-foot">
              <Plain text={footer} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function isKnown(block: object): block is Parameters<typeof Blocks>[0]['blocks'][number] {
  return 'type' in block;
}

/** Only what is surely a colour goes into the style. */
function colourOf(colour: string | undefined): string | undefined {
  if (colour === undefined) return undefined;
  if (Object.hasOwn(NAMED_COLOURS, colour)) return NAMED_COLOURS[colour];
  const hex = /^#?([0-9a-f]{6})$/i.exec(colour)?.[1];
  return hex === undefined ? undefined : `#${hex}`;
}
