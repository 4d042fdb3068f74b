import type { ReactNode } from 'react';
import { Emoji } from './emoji-view.tsx';
import type { Inline } from './inline.ts';
import { parseMrkdwn, type Stretch } from './mrkdwn.ts';
import { OutsideLink } from './outside-link.tsx';
import { useReader } from './reader.ts';
import { SlackDate } from './slack-date-view.tsx';
import { withKeys } from './with-keys.tsx';

/** Draws mrkdwn as React nodes: whatever the text holds, it stays text. */
export function Mrkdwn({ text, verbatim = false }: { text: string; verbatim?: boolean | undefined }): ReactNode {
  const stretches = parseMrkdwn(text, verbatim);
  return (
    <div className="text" dir="auto">
      {withKeys(stretches, (stretch) => (
        <StretchView stretch={stretch} />
      ))}
    </div>
  );
}

function StretchView({ stretch }: { stretch: Stretch }): ReactNode {
  switch (stretch.kind) {
    case 'pre':
      return <pre className="pre">{stretch.text}</pre>;
    case 'quote':
      return (
        <blockquote className="quote">
          <Inlines pieces={stretch.children} />
        </blockquote>
      );
    case 'text':
      return (
        <p>
          <Inlines pieces={stretch.children} />
        </p>
      );
  }
}

function Inlines({ pieces }: { pieces: Inline[] }): ReactNode {
  return withKeys(pieces, (piece) => <InlineView piece={piece} />);
}

function InlineView({ piece }: { piece: Inline }): ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'code':
      return <code className="code">{piece.text}</code>;
    case 'bold':
      return (
        <b>
          <Inlines pieces={piece.children} />
        </b>
      );
    case 'italic':
      return (
        <i>
          <Inlines pieces={piece.children} />
        </i>
      );
    case 'strike':
      return (
        <s>
          <Inlines pieces={piece.children} />
        </s>
      );
    case 'link':
      return <OutsideLink url={piece.url}>{piece.text}</OutsideLink>;
    case 'user':
      return <Mention userId={piece.id} />;
    case 'channel':
      return <ChannelMention channelId={piece.id} />;
    case 'mention':
      return <span className="mention">{piece.text}</span>;
    case 'date':
      return <SlackDate {...piece} />;
    case 'emoji':
      return <Emoji name={piece.name} />;
  }
}

export function ChannelMention({ channelId }: { channelId: string }): ReactNode {
  return <span className="mention">#{useReader().channelOf(channelId)}</span>;
}

export function Mention({ userId }: { userId: string }): ReactNode {
  return <span className="mention">@{useReader().nameOf(userId)}</span>;
}
