import type { Option } from '@slack/types';
import type { MenuItem } from '../parts/popup-menu.tsx';
import { Plain, Text } from '../text/text-object.tsx';

/** The options of Block Kit as items of a menu. */
export function menuItems(options: readonly Option[]): MenuItem[] {
  return options.map((option) => ({
    value: option.value ?? '',
    name: option.text.text,
    label: <Text text={option.text} />,
    ...(option.description === undefined ? {} : { about: <Plain text={option.description.text} /> }),
  }));
}
