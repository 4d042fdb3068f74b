import type { KeyboardEvent, ReactNode } from 'react';
import { useSurface } from '../blocks/surface.ts';
import type { ElementProps, MomentInput, TextInput } from './element-types.ts';
import { useElement } from './use-element.ts';

const INPUT_TYPES = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
} as const;

/** A line or a field of text, a date, a time. A text that dispatches does so on Enter, a date when it is chosen. */
export function TextElement(props: ElementProps<TextInput | MomentInput>): ReactNode {
  const { element, blockId, dispatches, inputId, describedBy, label } = props;
  const { value, choose, hooks, dialog } = useElement(props);
  const { enter, errors } = useSurface();
  const isText = element.type !== 'datepicker' && element.type !== 'timepicker';

  function onChange({ target }: { target: { value: string } }): void {
    if (isText) enter(blockId, element.action_id ?? '', target.value);
    else choose(target.value);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (!isText || !dispatches || event.key !== 'Enter') return;
    event.preventDefault();
    choose(event.currentTarget.value);
  }

  const shared = {
    id: inputId,
    className: 'field-input',
    value: String(value),
    placeholder: element.placeholder?.text,
    onChange,
    'aria-label': label === undefined ? (element.placeholder?.text ?? 'Text') : undefined,
    'aria-describedby': describedBy,
    'aria-invalid': errors[blockId] !== undefined,
    ...hooks,
  };
  if (element.type === 'plain_text_input' && element.multiline === true) {
    return <textarea {...shared} rows={4} maxLength={element.max_length} />;
  }
  return (
    <>
      <input
        {...shared}
        type={INPUT_TYPES[element.type]}
        inputMode={element.type === 'number_input' ? 'decimal' : undefined}
        maxLength={element.type === 'plain_text_input' ? element.max_length : undefined}
        autoComplete="off"
        onKeyDown={onKeyDown}
      />
      {dialog}
    </>
  );
}
