import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types';
import type { ReactNode } from 'react';
import { Emoji } from './emoji-view.tsx';
import { ChannelMention, Mention } from './mrkdwn-view.tsx';
import { OutsideLink } from './outside-link.tsx';
import { safeUrl } from './safe-url.ts';
import { SlackDate } from './slack-date-view.tsx';
import { withKeys } from './with-keys.tsx';

/** Draws a rich text block: its strings are shown as they are, without any mrkdwn. */
export function RichText({ block }: { block: RichTextBlock }): ReactNode {
  return (
    <div className="text rich-text" dir="auto">
      {withKeys(block.elements, (element) => (
        <Part element={element} />
      ))}
    </div>
  );
}

function Part({ element }: { element: RichTextBlockElement }): ReactNode {
  switch (element.type) {
    case 'rich_text_section':
      return <Section section={element} />;
    case 'rich_text_quote':
      return (
        <blockquote className="quote">
          <Spans elements={element.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre className="pre">
          <Spans elements={element.elements} />
        </pre>
      );
    case 'rich_text_list': {
      const items = withKeys(element.elements, (item) => (
        <li>
          <Spans elements={item.elements} />
        </li>
      ));
      const className = `list indent-${Math.min(element.indent ?? 0, 4)}`;
      return element.style === 'ordered' ? (
        <ol className={className}>{items}</ol>
      ) : (
        <ul className={className}>{items}</ul>
      );
    }
  }
}

function Section({ section }: { section: RichTextSection }): ReactNode {
  return (
    <p>
      <Spans elements={section.elements} />
    </p>
  );
}

function Spans({ elements }: { elements: RichTextElement[] }): ReactNode {
  return withKeys(elements, (element) => <Styled element={element}>{spanOf(element)}</Styled>);
}

function spanOf(element: RichTextElement): ReactNode {
  switch (element.type) {
    case 'text':
      return element.text;
    case 'link': {
      const url = safeUrl(element.url);
      const text = element.text || element.url;
      return url === undefined ? text : <OutsideLink url={url}>{text}</OutsideLink>;
    }
    case 'emoji':
      return <Emoji name={element.name} />;
    case 'user':
      return <Mention userId={element.user_id} />;
    case 'date':
      return (
        <SlackDate
          seconds={element.timestamp}
          format={element.format}
          fallback={element.fallback ?? new Date(element.timestamp * 1000).toUTCString()}
        />
      );
    case 'broadcast':
      return <span className="mention">@{element.range}</span>;
    case 'channel':
      return <ChannelMention channelId={element.channel_id} />;
    case 'usergroup':
      return <span className="mention">@{element.usergroup_id}</span>;
    case 'team':
      return <span className="mention">{element.team_id}</span>;
    case 'color':
      return <code className="code">{element.value}</code>;
  }
}

function Styled({ element, children }: { element: RichTextElement; children: ReactNode }): ReactNode {
  const style = element.style ?? {};
  let node = children;
  if (style.code) node = <code className="code">{node}</code>;
  if (style.strike) node = <s>{node}</s>;
  if (style.italic) node = <i>{node}</i>;
  if (style.bold) node = <b>{node}</b>;
  return node;
}
