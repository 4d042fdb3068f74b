import { type ReactNode, useMemo, useState } from 'react';
import { Icon } from '../parts/icons.tsx';
import type { Message } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';
import { useReader } from '../text/reader.ts';
import { SlackDate } from '../text/slack-date-view.tsx';
import { arrangeMessages, lastOf } from './arrange-messages.ts';
import { authorOf } from './message-author.ts';
import { MessageView } from './message-view.tsx';
import { useStickToEnd } from './use-stick-to-end.ts';

/** As many messages as are drawn at first: a long attack must not make the page slow. */
const AT_ONCE = 150;

/** The messages of the channel, the newest at the end. */
export function MessageList({ messages, empty }: { messages: readonly Message[]; empty: ReactNode }): ReactNode {
  const { me, channel } = useWorkspace();
  const reader = useReader();
  const [drawn, setDrawn] = useState(AT_ONCE);
  const days = useMemo(() => arrangeMessages(messages, channel.id, me.id), [messages, channel.id, me.id]);
  const last = days.at(-1)?.messages.at(-1)?.message;
  const { list, unseen, onScroll, toEnd } = useStickToEnd(last?.ts);
  const earlier = days.reduce((sum, day) => sum + day.messages.length, 0) - drawn;

  return (
    <div className="messages-frame">
      <section
        className="messages"
        ref={list}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={`Messages in ${channel.name}`}
      >
        <div className="messages-inside">
          {earlier > 0 ? (
            <button type="button" className="button messages-earlier" onClick={() => setDrawn(drawn + AT_ONCE)}>
              Show earlier messages ({earlier})
            </button>
          ) : (
            <Beginning name={channel.name} />
          )}
          {last === undefined && empty}
          {lastOf(days, drawn).map((day) => (
            <div key={day.time} className="day">
              <div className="day-name">
                <SlackDate seconds={day.time / 1000} format="{date_long_pretty}" fallback="" />
              </div>
              {day.messages.map((each) => (
                <MessageView key={each.message.ts} {...each} />
              ))}
            </div>
          ))}
        </div>
      </section>
      {unseen && (
        <button type="button" className="unseen" onClick={toEnd}>
          New messages <Icon name="down" />
        </button>
      )}
      <p className="visually-hidden" aria-live="polite">
        {last !== undefined && `${authorOf(last, reader).name}: ${last.text ?? ''}`}
      </p>
    </div>
  );
}

function Beginning({ name }: { name: string }): ReactNode {
  return (
    <div className="beginning">
      <h2>
        <Icon name="hash" /> {name}
      </h2>
      <p>
        AISM watches here. Alerts come in as cards; <b>Block</b> puts a deny rule into the Network ACL, <b>Undo</b>{' '}
        takes it out again.
      </p>
    </div>
  );
}
