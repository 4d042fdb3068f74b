import type { ActionsBlockElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import type { ReactNode } from 'react';
import { Picture } from '../blocks/picture.tsx';
import { ButtonElement } from './button-element.tsx';
import { ChoiceElement } from './choice-elements.tsx';
import type { ElementProps } from './element-types.ts';
import { OverflowElement } from './overflow-element.tsx';
import { SelectElement } from './select-element.tsx';
import { TextElement } from './text-element.tsx';

type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory;

/** Draws any element of Block Kit that the sandbox knows, live. */
export function ElementView(props: ElementProps<AnyElement>): ReactNode {
  const { element, ...rest } = props;
  switch (element.type) {
    case 'button':
      return <ButtonElement element={element} blockId={rest.blockId} />;
    case 'overflow':
      return <OverflowElement element={element} blockId={rest.blockId} />;
    case 'image':
      return <Picture image={element} size="accessory" />;
    case 'checkboxes':
    case 'radio_buttons':
      return <ChoiceElement element={element} {...rest} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'datepicker':
    case 'timepicker':
      return <TextElement element={element} {...rest} />;
    case 'static_select':
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
    case 'external_select':
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
    case 'multi_external_select':
      return <SelectElement element={element} {...rest} />;
    case 'datetimepicker':
    case 'file_input':
    case 'rich_text_input':
    case 'workflow_button':
      return <span className="not-drawn">{element.type} is not drawn in the sandbox</span>;
  }
}
