import type { ReactNode } from 'react';
import { Avatar } from '../parts/avatar.tsx';
import { Icon } from '../parts/icons.tsx';
import { PopupMenu } from '../parts/popup-menu.tsx';
import type { Person } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';

/** The choice of who looks at the page. */
export function PersonMenu({ onChoose }: { onChoose(userId: string): void }): ReactNode {
  const { me, people } = useWorkspace();
  return (
    <PopupMenu
      trigger={
        <>
          <Avatar userId={me.id} name={nameOf(me)} />
          <span className="bar-word person-name">{nameOf(me)}</span>
          <Icon name="caret" />
        </>
      }
      triggerClass="button bar-button person"
      label={`I am ${nameOf(me)}, ${me.role ?? ''}`}
      align="end"
      chosen={[me.id]}
      groups={[
        {
          label: 'I am',
          items: people.map((person) => ({
            value: person.id,
            name: nameOf(person),
            label: (
              <span className="person-item">
                <Avatar userId={person.id} name={nameOf(person)} />
                <span>
                  {nameOf(person)}
                  <span className="menu-about">{person.role}</span>
                </span>
              </span>
            ),
          })),
        },
      ]}
      onChoose={onChoose}
      hooks={{ 'data-control': 'person', 'data-person': me.id }}
    />
  );
}

function nameOf(person: Person): string {
  return person.real_name ?? person.name;
}
