import type { Checkboxes, RadioButtons } from '@slack/types';
import { type ReactNode, useId } from 'react';
import { Text } from '../text/text-object.tsx';
import type { ElementProps } from './element-types.ts';
import { useElement } from './use-element.ts';

/** Radio buttons or checkboxes: a list of options, each with its description. */
export function ChoiceElement(props: ElementProps<Checkboxes | RadioButtons>): ReactNode {
  const { element, label } = props;
  const { value, choose, hooks, dialog } = useElement(props);
  const name = useId();
  const chosen = Array.isArray(value) ? value : [value];
  const multiple = element.type === 'checkboxes';
  return (
    <fieldset className="choices" aria-label={label} aria-describedby={props.describedBy} {...hooks}>
      {element.options.map((option) => {
        const own = option.value ?? '';
        const without = chosen.filter((other) => other !== own);
        return (
          <label key={own} className="choice">
            <input
              type={multiple ? 'checkbox' : 'radio'}
              name={name}
              value={own}
              checked={chosen.includes(own)}
              onChange={(event) => choose(!multiple ? own : event.target.checked ? [...without, own] : without)}
            />
            <span>
              <Text text={option.text} />
              {option.description !== undefined && (
                <span className="choice-about">
                  <Text text={option.description} />
                </span>
              )}
            </span>
          </label>
        );
      })}
      {dialog}
    </fieldset>
  );
}
