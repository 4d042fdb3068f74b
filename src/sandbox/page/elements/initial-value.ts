import type { InputValue } from '../state/sandbox-calls.ts';
import type { ValueElement } from './element-types.ts';

/** What an element holds before anybody touched it; an empty text or list if nothing. */
export function initialValue(element: ValueElement): InputValue {
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return element.initial_value ?? '';
    case 'datepicker':
      return element.initial_date ?? '';
    case 'timepicker':
      return element.initial_time ?? '';
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return element.initial_option?.value ?? '';
    case 'users_select':
      return element.initial_user ?? '';
    case 'conversations_select':
      return element.initial_conversation ?? '';
    case 'channels_select':
      return element.initial_channel ?? '';
    case 'checkboxes':
    case 'multi_static_select':
    case 'multi_external_select':
      return (element.initial_options ?? []).map((option) => option.value ?? '');
    case 'multi_users_select':
      return element.initial_users ?? [];
    case 'multi_conversations_select':
      return element.initial_conversations ?? [];
    case 'multi_channels_select':
      return element.initial_channels ?? [];
  }
}
