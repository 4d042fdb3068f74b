import type { ReactNode } from 'react';
import { Icon } from '../parts/icons.tsx';
import { type MenuGroup, type MenuItem, PopupMenu } from '../parts/popup-menu.tsx';
import { useWorkspace } from '../state/workspace.ts';
import { Plain } from '../text/text-object.tsx';
import type { AnySelect, ElementProps } from './element-types.ts';
import { menuItems } from './menu-items.tsx';
import { useElement } from './use-element.ts';

/** A menu to choose one or several things from: given options, people or channels. */
export function SelectElement(props: ElementProps<AnySelect>): ReactNode {
  const { element, label } = props;
  const { value, choose, busy, hooks, dialog } = useElement(props);
  const workspace = useWorkspace();
  const groups = groupsOf(element, {
    people: workspace.people.map(({ id, name, real_name }) => item(id, real_name ?? name)),
    channels: [item(workspace.channel.id, `#${workspace.channel.name}`)],
  });
  const multiple = Array.isArray(value);
  const chosen = multiple ? value : [value];
  const names = groups.flatMap((group) => group.items).filter((option) => chosen.includes(option.value));
  const shown = names.length === 0 ? undefined : names.map((option) => option.name).join(', ');
  const placeholder = element.placeholder?.text ?? 'Choose an option';

  return (
    <>
      <PopupMenu
        trigger={
          <>
            <span className={shown === undefined ? 'select-empty' : 'select-value'}>
              <Plain text={shown ?? placeholder} />
            </span>
            <Icon name="caret" />
          </>
        }
        triggerClass="button select"
        label={`${label ?? placeholder}${shown === undefined ? '' : `: ${shown}`}`}
        groups={groups}
        chosen={chosen}
        multiple={multiple}
        disabled={busy}
        onChoose={(option) => choose(multiple ? toggled(chosen, option) : option)}
        hooks={hooks}
      />
      {dialog}
    </>
  );
}

function groupsOf(element: AnySelect, offered: { people: MenuItem[]; channels: MenuItem[] }): MenuGroup[] {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return element.option_groups === undefined
        ? [{ items: menuItems(element.options ?? []) }]
        : element.option_groups.map(({ label, options }) => ({
            label: <Plain text={label.text} />,
            items: menuItems(options),
          }));
    case 'users_select':
    case 'multi_users_select':
      return [{ items: offered.people }];
    case 'conversations_select':
    case 'multi_conversations_select':
    case 'channels_select':
    case 'multi_channels_select':
      return [{ items: offered.channels }];
    case 'external_select':
    case 'multi_external_select':
      // Its options come from a server that the sandbox does not play.
      return [{ label: 'No options in the sandbox', items: [] }];
  }
}

function item(value: string, name: string): MenuItem {
  return { value, name, label: name };
}

function toggled(chosen: readonly string[], value: string): string[] {
  return chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
}
