import type { ReactNode } from 'react';
import { Blocks } from '../blocks/block-view.tsx';
import { MessageView } from '../channel/message-view.tsx';
import { ModalWindow } from '../channel/modal-window.tsx';
import { WorkspaceContext } from '../state/workspace.ts';
import { ReaderContext } from '../text/reader.ts';
import type { Drawing } from './drawing.ts';

/** One message with its replies, a Home tab or a form, drawn as the sandbox's page draws it and bound to nothing. */
export function PictureView({ drawing }: { drawing: Drawing }): ReactNode {
  const { now, users, messages = [], home, modal } = drawing;
  const [me] = users;
  const nameOf = (id: string) => users.find((user) => user.id === id)?.real_name ?? id;
  const workspace = {
    me: me ?? { id: '', name: '' },
    people: users,
    channel: { id: 'C_SECURITY', name: 'security-alerts' },
    told: <T,>(outcome: T) => outcome,
    say: () => undefined,
    hide: () => undefined,
  };
  return (
    <WorkspaceContext value={workspace}>
      <ReaderContext value={{ now, nameOf, channelOf: () => 'security-alerts', placeOf: () => undefined }}>
        <div id="picture" className="picture-frame">
          {messages.map((message) => (
            <MessageView key={message.ts} message={message} replies={[]} follows={false} />
          ))}
          {home !== undefined && (
            <div className="home">
              <Blocks blocks={home.blocks} />
            </div>
          )}
        </div>
        {modal !== undefined && <ModalWindow view={modal} onGone={() => undefined} />}
      </ReaderContext>
    </WorkspaceContext>
  );
}
