import type {
  Checkboxes,
  Datepicker,
  EmailInput,
  MultiSelect,
  NumberInput,
  PlainTextInput,
  RadioButtons,
  Select,
  Timepicker,
  URLInput,
} from '@slack/types';

export type TextInput = PlainTextInput | EmailInput | NumberInput | URLInput;
export type MomentInput = Datepicker | Timepicker;
export type AnySelect = Select | MultiSelect;

/** The elements that hold a value. */
export type ValueElement = TextInput | MomentInput | AnySelect | Checkboxes | RadioButtons;

export interface ElementProps<T> {
  element: T;
  blockId: string;
  /** Using the element tells the bot at once; otherwise it waits for the form's submission. */
  dispatches: boolean;
  /** The label of an input block, and the ids that tie the element to it. */
  label?: string;
  inputId?: string;
  describedBy?: string | undefined;
}
