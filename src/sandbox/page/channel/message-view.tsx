import { memo, type ReactNode, useState } from 'react';
import { Attachment } from '../blocks/attachment.tsx';
import { Blocks } from '../blocks/block-view.tsx';
import { Picture } from '../blocks/picture.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { Avatar } from '../parts/avatar.tsx';
import { Icon } from '../parts/icons.tsx';
import type { Message } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Mrkdwn } from '../text/mrkdwn-view.tsx';
import { useReader } from '../text/reader.ts';
import { SlackDate } from '../text/slack-date-view.tsx';
import { withKeys } from '../text/with-keys.tsx';
import { authorOf } from './message-author.ts';
import { placeOf } from './message-place.ts';
import { useLiveSurface } from './use-live-surface.ts';

interface MessageProps {
  message: Message;
  replies: readonly Message[];
  /** It follows one of the same author, and so needs no head of its own. */
  follows: boolean;
  /** What it replies to, where it stands in the channel and in a thread. */
  answers?: Message | undefined;
}

/** A message with its live blocks and its thread. */
export const MessageView = memo(function MessageView({ message, replies, follows, answers }: MessageProps): ReactNode {
  const author = authorOf(message, useReader());
  const surface = useLiveSurface('ts', message.ts);
  const privately = message.ephemeral_to !== undefined;
  const className = [
    'message',
    follows && 'message-follows',
    privately && 'message-private',
    message.trouble && 'message-trouble',
  ];
  return (
    <article
      className={className.filter(Boolean).join(' ')}
      data-message={message.ts}
      data-ephemeral={privately}
      {...(answers === undefined && message.subtype === 'thread_broadcast' ? {} : { id: placeOf(message.ts) })}
    >
      <div className="message-side">
        {follows ? (
          <Moment ts={message.ts} />
        ) : (
          <Avatar userId={author.id} name={author.name} bot={author.kind === 'app'} />
        )}
      </div>
      <div className="message-main">
        {privately && <OnlyYou ts={message.ts} />}
        {!follows && (
          <header className="message-head">
            <b>{author.name}</b>
            {author.kind === 'app' && <span className="app-badge">App</span>}
            <Moment ts={message.ts} />
          </header>
        )}
        {answers !== undefined && <Answers root={answers} />}
        <SurfaceContext value={surface}>
          <Content message={message} />
        </SurfaceContext>
        {replies.length > 0 && <Thread replies={replies} />}
      </div>
    </article>
  );
});

function Content({ message }: { message: Message }): ReactNode {
  const { text = '', blocks = [], attachments = [], files = [] } = message;
  return (
    <div className="message-content">
      {blocks.length > 0 ? <Blocks blocks={blocks} /> : text !== '' && <Mrkdwn text={text} />}
      {withKeys(attachments, (attachment) => (
        <Attachment attachment={attachment} />
      ))}
      {files.map((file) => (
        <File key={file.id} file={file} />
      ))}
      {message.edited !== undefined && <span className="edited">(edited)</span>}
    </div>
  );
}

/** A file that was shared: a picture is shown, anything else can be opened. */
function File({ file }: { file: NonNullable<Message['files']>[number] }): ReactNode {
  if (file.mimetype?.startsWith('image/'))
    return <Picture image={{ alt_text: file.name, slack_file: { id: file.id } }} size="block" />;
  return (
    <a className="file" href={file.url_private} target="_blank" rel="noopener noreferrer">
      {file.name}
    </a>
  );
}

function Answers({ root }: { root: Message }): ReactNode {
  return (
    <p className="answers">
      replied to a thread: <a href={`#${placeOf(root.ts)}`}>{root.text ?? 'a message'}</a>
    </p>
  );
}

function OnlyYou({ ts }: { ts: string }): ReactNode {
  const { hide } = useWorkspace();
  return (
    <p className="only-you">
      <Icon name="eye" />
      <span>Only visible to you</span>
      <button type="button" className="link-button" onClick={() => hide(ts)}>
        Dismiss
      </button>
    </p>
  );
}

function Moment({ ts }: { ts: string }): ReactNode {
  const seconds = Number.parseFloat(ts);
  const fallback = new Date(seconds * 1000).toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'medium' });
  return (
    <span className="message-time">
      <SlackDate seconds={seconds} format="{time}" fallback={fallback} />
    </span>
  );
}

function Thread({ replies }: { replies: readonly Message[] }): ReactNode {
  const [open, setOpen] = useState(false);
  const last = replies.at(-1);
  return (
    <div className="thread">
      <button type="button" className="thread-toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="caret" />
        <b>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</b>
        {last !== undefined && (
          <span className="thread-last">
            Last reply <Moment ts={last.ts} />
          </span>
        )}
      </button>
      {open && (
        <div className="thread-replies">
          {replies.map((reply) => (
            <MessageView key={reply.ts} message={reply} replies={[]} follows={false} />
          ))}
        </div>
      )}
    </div>
  );
}
