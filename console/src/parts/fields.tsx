import { type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './fields.module.css';

interface FieldProps {
  readonly label: string;
  /** One sentence below the field. */
  readonly help?: ReactNode;
  /** What is wrong with the value. */
  readonly problem?: string | undefined;
  readonly required?: boolean;
}

interface Described {
  readonly id: string;
  readonly required?: boolean;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
}

/** A label, a control, and what is said about it; the frame of all fields. */
export function Field({
  label,
  help,
  problem,
  required = false,
  children,
}: FieldProps & { readonly children: (control: Described) => ReactNode }) {
  const id = useId();
  const notes = [help !== undefined && `${id}-help`, problem !== undefined && `${id}-problem`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {required && <span aria-hidden="true"> *</span>}
      </label>
      {children({
        id,
        ...(required && { required }),
        ...(notes !== '' && { 'aria-describedby': notes }),
        ...(problem !== undefined && { 'aria-invalid': true as const }),
      })}
      <Notes id={id} help={help} problem={problem} />
    </div>
  );
}

const Notes = ({ id, help, problem }: { id: string; help?: ReactNode; problem?: string | undefined }) => (
  <>
    {help !== undefined && (
      <div id={`${id}-help`} className={styles.help}>
        {help}
      </div>
    )}
    {problem !== undefined && (
      <div id={`${id}-problem`} className={styles.problem}>
        {problem}
      </div>
    )}
  </>
);

type NativeInput = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'autoComplete' | 'inputMode' | 'onKeyDown' | 'min' | 'max' | 'placeholder' | 'disabled' | 'maxLength' | 'spellCheck'
>;

interface TextFieldProps extends FieldProps, NativeInput {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'number' | 'search' | 'date' | 'datetime-local' | 'email';
  /** Where somebody begins to type when the form appears. */
  readonly takesFocus?: boolean;
}

export function TextField({
  label,
  help,
  problem,
  required,
  value,
  onChange,
  type = 'text',
  takesFocus = false,
  ...native
}: TextFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takesFocus) input.current?.focus();
  }, [takesFocus]);
  return (
    <Field label={label} help={help} problem={problem} {...(required && { required })}>
      {(control) => (
        <input
          {...native}
          {...control}
          ref={input}
          // A dialog that opens gives it the focus anew.
          data-takes-focus={takesFocus || undefined}
          type={type}
          value={value}
          className={styles.input}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  /** For code: equal widths, no spelling. */
  readonly isCode?: boolean;
}

export function TextArea({ value, onChange, rows = 5, isCode = false, ...field }: TextAreaProps) {
  return (
    <Field {...field}>
      {(control) => (
        <textarea
          {...control}
          rows={rows}
          value={value}
          spellCheck={!isCode}
          className={isCode ? styles.code : styles.input}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly choices: readonly Choice[];
  /** What an empty value is called; left out, there is none. */
  readonly none?: string;
  readonly disabled?: boolean;
}

/** One of several. The browser's own list works with keyboard, screen reader and on telephones. */
export function SelectField({ value, onChange, choices, none, disabled = false, ...field }: SelectFieldProps) {
  return (
    <Field {...field}>
      {(control) => (
        <select
          {...control}
          value={value}
          disabled={disabled}
          className={styles.input}
          onChange={(event) => onChange(event.target.value)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckFieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly problem?: string | undefined;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

/** Yes or no. */
export function CheckField({ label, help, problem, checked, onChange, disabled = false }: CheckFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
          {...(help !== undefined && { 'aria-describedby': `${id}-help` })}
        />
        <span>{label}</span>
      </label>
      <Notes id={id} help={help} problem={problem} />
    </div>
  );
}

interface CheckListProps extends FieldProps {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly choices: readonly Choice[];
}

/** Several of many: a list of boxes, which scrolls when it is long. */
export function CheckList({ label, help, problem, value, onChange, choices }: CheckListProps) {
  const id = useId();
  return (
    <fieldset className={styles.group} {...(help !== undefined && { 'aria-describedby': `${id}-help` })}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.list}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.check}>
            <input
              type="checkbox"
              checked={value.includes(choice.value)}
              onChange={(event) =>
                onChange(event.target.checked ? [...value, choice.value] : value.filter((one) => one !== choice.value))
              }
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      <Notes id={id} help={help} problem={problem} />
    </fieldset>
  );
}

/** Fields below each other, as wide as is good to read. */
export const Fields = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.fields}>{children}</div>
);

/** Fields and buttons beside each other, above a list. */
export const Filters = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.filters}>{children}</div>
);
